import { createPortal } from 'react-dom';
import { createGlobalStyle } from 'styled-components';

const PAPER = 'mfa-paper';

/**
 * Prints only the sheet. It's a child of `body`, because inside a dialog it would be cut off: a `transform` makes an
 * ancestor the containing block even of fixed elements.
 */
const OnPaper = createGlobalStyle`
  @media not print {
    #${PAPER} { display: none; }
  }
  @media print {
    body > *:not(#${PAPER}) { display: none !important; }
    html, body { background: #ffffff !important; height: auto !important; overflow: visible !important; }
    #${PAPER} {
      color: #000000;
      font: 12pt/1.5 system-ui, sans-serif;
    }
    #${PAPER} h1 { font-size: 16pt; font-weight: 600; margin-bottom: 8pt; }
    #${PAPER} ol { columns: 2; font-family: ui-monospace, Menlo, Consolas, monospace; margin: 16pt 0; padding-left: 24pt; }
    #${PAPER} li { break-inside: avoid; line-height: 2; }
  }
`;

interface PaperProps {
  codes: readonly string[];
  lines: { title: string; site: string; account: string | null; date: string; advice: string };
}

/** The printed sheet. Never on the screen, and not read aloud, because the screen already says the same. */
export const RecoveryCodesPaper = ({ codes, lines }: PaperProps) =>
  createPortal(
    <div id={PAPER} aria-hidden translate="no">
      <OnPaper />
      <h1>{lines.title}</h1>
      {[lines.site, lines.account, lines.date].map((line) => (line === null ? null : <p key={line}>{line}</p>))}
      <ol>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <p>{lines.advice}</p>
    </div>,
    document.body
  );
