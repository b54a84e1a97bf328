import { createGlobalStyle } from 'styled-components';

/**
 * If the system sets the colors (WCAG 2.4.7, 1.4.11), shadows and backgrounds disappear, so focus and choices are drawn
 * with outlines and system colors. Only within the plugin's own elements.
 */
export const ForcedColors = createGlobalStyle`
  @media (forced-colors: active) {
    :is(#mfa-gate, #mfa-aside, #mfa-notice, [data-mfa-page]) :is(a, button, input, select, textarea, [tabindex]):focus-visible {
      outline: 2px solid Highlight !important;
      outline-offset: 2px;
    }

    :is(#mfa-gate, #mfa-aside, #mfa-notice, [data-mfa-page]) :is(button, input) {
      border: 1px solid ButtonBorder;
    }

    :is(#mfa-gate, [data-mfa-page]) [role='radio'][data-state='checked'],
    :is(#mfa-gate, [data-mfa-page]) [role='checkbox'][data-state='checked'],
    :is(#mfa-gate, [data-mfa-page]) [role='switch'][data-state='checked'] {
      background: Highlight !important;
      forced-color-adjust: none;
    }

    #mfa-gate [role='dialog'] {
      border: 2px solid CanvasText;
    }
  }
`;
