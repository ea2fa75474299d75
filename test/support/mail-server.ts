import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  messageId: string;
  recipients: string[];
  subject: string;
  text: string;
  html: string;
  /** Names of all headers, in lower case. */
  headers: string[];
  raw: string;
}
export interface MailServerOptions {
  /** Whoever signs in must do so with this; without it nobody can, nor must. */
  credentials?: { user: string; password: string };
  /** An SMTP answer such as `550 5.1.1 no such user`, instead of taking this recipient. */
  refusal?: (address: string) => string | null;
  /** Runs when a whole message has come in and before it is answered; false: it is not taken. */
  beforeAnswer?: (count: number) => Promise<boolean>;
  /** Runs at once after the positive answer was written. */
  afterAnswer?: (count: number) => void;
}

const asked =
  (wanted: { user: string; password: string }): NonNullable<SMTPServerOptions['onAuth']> =>
  ({ username, password }, _session, done) =>
    username === wanted.user && password === wanted.password
      ? done(null, { user: username })
      : done(Object.assign(new Error('5.7.8 Authentication credentials invalid'), { responseCode: 535 }));

/** A real SMTP server on a free port of this machine; `received` are the messages it said yes to. */
export async function startMailServer(options: MailServerOptions = {}) {
  const received: ReceivedMail[] = [];
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    ...(options.credentials ? { onAuth: asked(options.credentials) } : {}),
    onRcptTo({ address }, _session, done) {
      const refusal = options.refusal?.(address) ?? null;
      if (refusal === null) return done();
      const [code, ...words] = refusal.split(' ');
      done(Object.assign(new Error(words.join(' ')), { responseCode: Number(code) }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks);
        count += 1;
        const mine = count;
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        const isTaken = (await options.beforeAnswer?.(mine)) ?? true;
        if (!isTaken) return done(Object.assign(new Error('try again later'), { responseCode: 451 }));
        const parsed = await simpleParser(raw);
        received.push({
          messageId: parsed.messageId ?? '',
          recipients,
          subject: parsed.subject ?? '',
          text: parsed.text ?? '',
          html: parsed.html || '',
          headers: [...parsed.headers.keys()],
          raw: raw.toString('latin1'),
        });
        done();
        options.afterAnswer?.(mine);
      });
    },
  });
  server.on('error', () => {}); // A client that was killed is what some tests are about.
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
export type MailServer = Awaited<ReturnType<typeof startMailServer>>;
