/** A mail server on loopback that stores incoming email. */
import { startMailServer, type ReadMail } from '../../scripts/lib/mail-server.cjs';
import { patience } from './timeouts';

export type CaughtMail = ReadMail;

export interface MailCatcher {
  port: number;
  readonly mails: CaughtMail[];
  /** Emails to one address, oldest first. */
  to(address: string): CaughtMail[];
  /** Waits for an email to this address that satisfies `match`. Fails after `withinMs`. */
  waitFor(address: string, match?: (mail: CaughtMail) => boolean, withinMs?: number): Promise<CaughtMail>;
  /** Refuses every email from now on, or accepts email again. */
  refuse(refusing: boolean): void;
  clear(): void;
  stop(): Promise<void>;
}

export const catchMail = async (port = 0): Promise<MailCatcher> => {
  const mails: CaughtMail[] = [];
  let refusing = false;
  const server = await startMailServer({ port, onMail: (mail) => mails.push(mail), refuses: () => refusing });

  const to = (recipient: string) => mails.filter((mail) => mail.to.includes(recipient));
  return {
    ...server,
    mails,
    to,
    async waitFor(recipient, match = () => true, withinMs = patience(10_000)) {
      for (const deadline = Date.now() + withinMs; Date.now() < deadline;) {
        const mail = to(recipient).findLast(match);
        if (mail) return mail;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`No such mail to ${recipient} within ${withinMs} ms; ${mails.length} mails in all.`);
    },
    refuse(now) {
      refusing = now;
    },
    clear() {
      mails.length = 0;
    },
  };
};
