import type { Service } from '../../services/service.ts';
import type { SeenError } from '../clients.ts';
import type { Who } from './operation-case.ts';
import { TESTERS } from './prepared-world.ts';

interface AnyClient {
  send(command: object): Promise<object>;
}

/** Sends any operation by its service's own SDK client, which does not retry. */
export class Sender {
  readonly #clients = new Map<string, AnyClient>();
  readonly #settings: object;

  constructor(url: string, credentials: { accessKeyId: string; secretAccessKey: string }) {
    this.#settings = { endpoint: url, region: 'eu-west-1', credentials, maxAttempts: 1 };
  }

  client(service: Service): AnyClient {
    let client = this.#clients.get(service.id);
    if (!client) {
      const [, Client] = exported(service, (name) => name.endsWith('Client') && !name.startsWith('__'));
      client = new Client(this.#settings) as AnyClient;
      this.#clients.set(service.id, client);
    }
    return client;
  }

  send(service: Service, operation: string, input: object): Promise<object> {
    const [, Command] = exported(service, (name) => name === `${operation}Command`);
    return this.client(service).send(new Command(input) as object);
  }

  /** How a call was refused, with the code as it was on the wire; undefined when it was answered. */
  async refusal(service: Service, operation: string, input: object): Promise<SeenError | undefined> {
    try {
      await this.send(service, operation, input);
    } catch (error) {
      const seen = error as Error & { Code?: string; $metadata?: { httpStatusCode?: number } };
      return { name: seen.Code ?? seen.name, message: seen.message, status: seen.$metadata?.httpStatusCode };
    }
    return undefined;
  }
}

/** One for each of the prepared world's testers. */
export function sendersOf(url: string): Record<Who, Sender> {
  const { management, member, outsider } = TESTERS;
  return {
    management: new Sender(url, management),
    member: new Sender(url, member),
    outsider: new Sender(url, outsider),
  };
}

type Exported = new (argument: object) => unknown;

function exported(service: Service, isIt: (name: string) => boolean): [name: string, value: Exported] {
  const found = Object.entries(service.schemas as Record<string, unknown>).find(([name]) => isIt(name));
  if (!found) throw new Error(`the SDK client of ${service.id} does not export it`);
  return found as [string, Exported];
}
