import nodemailer from 'nodemailer';
import type { MailSender, SendResult } from '../../core/notifications/ports.ts';
import { renderMail } from './render-mail.ts';

export interface SmtpOptions {
  /** smtp://user:password@host:587 or smtps://…; nodemailer's options may follow as a query. */
  url: string;
  from: { name: string; address: string };
  publicUrl: string;
  /** How long one send may take in all; for tests. */
  sendTimeoutMs?: number;
}

/** Half of what a mail is claimed for: an attempt is over before another process may start one. */
const longestSendMs = 60_000;

/** One address without anything that mail syntax would read as a second one, a name or a route. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not get through
const plainAddress = /^[^\s"(),:;<>@[\\\]\u0000-\u001f\u007f]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;
const isLoopback = (host: string): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(host);

/** Mail by SMTP over a few kept connections. Passwords go over TLS, or to this machine. */
export const createSmtpSender = (options: SmtpOptions): MailSender & { close(): void } => {
  const url = new URL(options.url);
  const transport = nodemailer.createTransport({
    pool: true,
    maxConnections: 5,
    maxMessages: 200,
    // Trying again is the mail queue's, which knows what was tried.
    maxRequeues: 0,
    url: options.url,
    requireTLS: url.username !== '' && !isLoopback(url.hostname),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const [, domain = 'localhost'] = options.from.address.split('@');
  return {
    domain,
    async send(mail) {
      if (!plainAddress.test(mail.toAddress)) return { outcome: 'refused', error: 'This is not one e-mail address.' };
      try {
        await transport.sendMail({
          from: options.from,
          to: { name: '', address: mail.toAddress },
          envelope: { from: options.from.address, to: [mail.toAddress] },
          messageId: mail.messageId,
          signal: AbortSignal.timeout(options.sendTimeoutMs ?? longestSendMs),
          // RFC 3834: no vacation notes to us, please.
          headers: { 'Auto-Submitted': 'auto-generated' },
          ...renderMail(mail, options.publicUrl),
        });
        return { outcome: 'accepted' };
      } catch (error) {
        return resultOf(error);
      }
    },
    close: () => transport.close(),
  };
};

/**
 * A 5yz answer to the recipient or the message is final (RFC 5321, 4.2.1). One to the greeting, the sign-in or the
 * sender, or about policy (x.7.y: "relaying denied"), is about how this server is set up, not about the mail.
 */
const resultOf = (error: unknown): SendResult => {
  const { message = String(error), command, responseCode, response = '' } = error as Partial<SmtpError>;
  const isAboutMail = command === 'RCPT TO' || command === 'DATA';
  const isFinal = isAboutMail && (responseCode ?? 0) >= 500 && !/^5\d\d[ -]5\.7\./.test(response);
  return { outcome: isFinal ? 'refused' : 'failed', error: message };
};
interface SmtpError {
  message: string;
  command: string;
  responseCode: number;
  response: string;
}
