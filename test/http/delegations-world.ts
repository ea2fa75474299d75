import type { RequestsWorld } from './requests-world.ts';

export const hourMs = 3_600_000;
export const inHours = (hours: number): string => new Date(Date.now() + hours * hourMs).toISOString();

/** Naming and ending delegates, and asking for something to decide; `world` is called when each is used. */
export const delegating = (world: () => RequestsWorld) => {
  const name = async (who: string, delegate: string, more: object = {}, headers = {}) =>
    (await world().as(who)).post(
      '/api/v1/delegations',
      { delegateId: `per_${delegate}`, until: inHours(48), ...more },
      headers,
    );
  return {
    name,
    async named(who: string, delegate: string, more: object = {}): Promise<string> {
      const { status, body } = await name(who, delegate, more);
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body.id;
    },
    end: async (who: string, id: string) => (await world().as(who)).post(`/api/v1/delegations/${id}/end`),
    async ask(who = 'emil', more: object = {}): Promise<string> {
      const { status, body } = await world().submit(who, { entitlement: world().readonlyOnProd, ...more });
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body.id;
    },
  };
};
