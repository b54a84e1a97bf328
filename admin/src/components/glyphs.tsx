/**
 * Glyphs that the design system doesn't have, drawn for this plugin in its style: 32 units, one color, no trademarks.
 * They're always next to text.
 */
import { forwardRef, type SVGProps } from 'react';

const glyph = (name: string, d: string) => {
  const Glyph = forwardRef<SVGSVGElement, SVGProps<SVGSVGElement>>(({ fill = 'currentColor', ...rest }, ref) => (
    <svg
      ref={ref}
      xmlns="http://www.w3.org/2000/svg"
      viewBox="0 0 32 32"
      width={16}
      height={16}
      fill={fill}
      aria-hidden
      {...rest}
    >
      <path fillRule="evenodd" d={d} />
    </svg>
  ));
  Glyph.displayName = name;
  return Glyph;
};

export const Printer = glyph(
  'Printer',
  'M9 3h14v6h2a4 4 0 0 1 4 4v10h-6v6H9v-6H3V13a4 4 0 0 1 4-4h2V3Zm2.5 6h9V5.5h-9V9ZM5.5 13v7.5H9V18h14v2.5h3.5V13a1.5 1.5 0 0 0-1.5-1.5H7A1.5 1.5 0 0 0 5.5 13Zm6 7.5v6h9v-6h-9ZM23 13.5a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6Z'
);

/** A code to scan with a phone. */
export const ScanCode = glyph(
  'ScanCode',
  'M4 4h10v10H4V4Zm2.5 2.5v5h5v-5h-5ZM18 4h10v10H18V4Zm2.5 2.5v5h5v-5h-5ZM4 18h10v10H4V18Zm2.5 2.5v5h5v-5h-5ZM18 18h4v4h-4v-4Zm6 0h4v4h-4v-4Zm-3 5h4v5h-7v-3h3v-2Zm5 2h2v3h-2v-3ZM8 8h2v2H8V8Zm14 0h2v2h-2V8ZM8 22h2v2H8v-2Z'
);

export const Laptop = glyph(
  'Laptop',
  'M7 6h18a2 2 0 0 1 2 2v14h3v2a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3v-2h3V8a2 2 0 0 1 2-2Zm.5 2.5V22h17V8.5h-17Z'
);

export const Smartphone = glyph(
  'Smartphone',
  'M11 2h10a3 3 0 0 1 3 3v22a3 3 0 0 1-3 3H11a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3Zm0 2.5a.5.5 0 0 0-.5.5v22a.5.5 0 0 0 .5.5h10a.5.5 0 0 0 .5-.5V5a.5.5 0 0 0-.5-.5H11ZM14 24.5h4v2h-4v-2Z'
);

export const BrowserWindow = glyph(
  'BrowserWindow',
  'M5 5h22a2 2 0 0 1 2 2v18a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Zm.5 2.5v4h21v-4h-21Zm0 6.5v10.5h21V14h-21ZM7.5 8.7h1.8v1.8H7.5V8.7Zm3.5 0h1.8v1.8H11V8.7Z'
);

/** A key on a device that plugs in. */
export const SecurityKeyGlyph = glyph(
  'SecurityKeyGlyph',
  'M11 3h10v6h1a2 2 0 0 1 2 2v15a3 3 0 0 1-3 3H11a3 3 0 0 1-3-3V11a2 2 0 0 1 2-2h1V3Zm2.5 2.5V9h5V5.5h-5ZM10.5 11.5V26a.5.5 0 0 0 .5.5h10a.5.5 0 0 0 .5-.5V11.5h-11ZM16 15.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Zm0 2.3a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4Z'
);

/** Passkeys that an account carries from device to device. */
export const CloudKey = glyph(
  'CloudKey',
  'M17 5a9 9 0 0 1 8.8 7A6.5 6.5 0 0 1 24.5 25H9A7 7 0 0 1 8 11.1 9 9 0 0 1 17 5Zm0 2.5a6.5 6.5 0 0 0-6.4 5.3l-.2 1-1 .1A4.5 4.5 0 0 0 9 22.5h15.5a4 4 0 0 0 .2-8l-1-.1-.1-1A6.5 6.5 0 0 0 17 7.5ZM14 13a3.2 3.2 0 0 1 3.1 2.5H23V18h-1.5v2H19v-2h-1.9A3.2 3.2 0 1 1 14 13Zm0 2.2a1 1 0 1 0 0 2 1 1 0 0 0 0-2Z'
);

/** A password manager. */
export const Vault = glyph(
  'Vault',
  'M6 4h20a2 2 0 0 1 2 2v19a2 2 0 0 1-2 2v2h-4v-2H10v2H6v-2a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Zm.5 2.5v18h19v-18h-19ZM16 9a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm0 2.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8Zm0 2.3a1.7 1.7 0 0 1 1.2 2.9l.8 2h-4l.8-2a1.7 1.7 0 0 1 1.2-2.9Z'
);

/** The face recognition, fingerprint reader, or PIN of a computer. */
export const LaptopFace = glyph(
  'LaptopFace',
  'M7 6h18a2 2 0 0 1 2 2v14h3v2a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3v-2h3V8a2 2 0 0 1 2-2Zm.5 2.5V22h17V8.5h-17ZM12 12h2v2.5h-2V12Zm6 0h2v2.5h-2V12Zm-6.3 5.2 1.7-1.2a3.4 3.4 0 0 0 5.2 0l1.7 1.2a5.4 5.4 0 0 1-8.6 0Z'
);
