import { type Logger, pino } from 'pino';

/** Names under which a secret could stand in a logged object; pino then writes [secret] (SEC-4). */
const secretPaths = [
  'req.headers.authorization',
  'req.headers.cookie',
  '*.password',
  '*.token',
  '*.secretAccessKey',
  '*.sessionToken',
  '*.secret',
];

/** Structured log of one process, a JSON line an event, to standard output. */
export const createLog = (options: { process: 'server' | 'worker'; level: string }): Logger =>
  pino({
    level: options.level,
    base: { process: options.process },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretPaths, censor: '[secret]' },
    serializers: {
      req: (request) => ({ method: request.method, path: String(request.url).split('?')[0], id: request.id }),
      res: (response) => ({ status: response.statusCode }),
      err: pino.stdSerializers.err,
    },
  });
