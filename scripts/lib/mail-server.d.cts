export interface ReadMail {
  from: string;
  to: string[];
  subject: string;
  /** Text part, decoded, with plain line ends. */
  text: string;
  /** HTML part, decoded; empty when there is none. */
  html: string;
  /** The message as it came over the wire. */
  raw: string;
}

export function startMailServer(options: {
  port?: number;
  onMail(mail: ReadMail): void;
  refuses?(): boolean;
}): Promise<{ port: number; stop(): Promise<void> }>;
