import { expect, it, vi } from 'vitest';
import { dispatch } from '../dispatch.ts';
import type { Operation, Service } from '../services/service.ts';
import { Simulation } from '../simulation.ts';
import { OPERATIONS, SDK_SERVICES } from '../testing/operations/operation-cases.ts';
import { signedHeaders } from '../testing/signed-request.ts';
import { CREDENTIALS } from '../worlds/credentials.ts';
import { smallWorld } from '../worlds/small.ts';
import { Router } from './routing.ts';
import { ServiceCodec } from './service-codec.ts';

const ID = 'request';
const codecs = new Map(SDK_SERVICES.map((service) => [service.id, new ServiceCodec(service)]));

const outputs = OPERATIONS.flatMap(({ service, name, key }) => {
  const codec = codecs.get(service.id);
  const known = codec?.operation(name);
  return codec && known ? [{ key, write: (answer: object) => codec.writeOutput(known, answer, ID), known }] : [];
});

it('no operation can answer with a member that the SDK does not know', () => {
  for (const { key, write, known } of outputs) {
    if (known.output.kind === 'unit') continue;
    expect(() => write({ Nonsense: 1 }), key).toThrow('has no member Nonsense');
  }
});

it('no operation can answer without a member that the SDK requires', () => {
  const strict = outputs.filter(({ known }) => known.output.required.length > 0);
  for (const { key, write, known } of strict) {
    expect(() => write({}), key).toThrow(`lacks its required member ${known.output.required[0]}`);
  }
  expect(strict.length).toBeGreaterThan(40);
});

it('no operation can answer with a member of another type', () => {
  for (const { key, write, known } of outputs) {
    for (const [name, { shape }] of known.output.members) {
      if (shape.kind === 'document') continue;
      const wrong = shape.kind === 'string' ? 5 : 'text';
      expect(() => write({ [name]: wrong }), `${key} ${name}`).toThrow();
    }
  }
});

it('a wrong answer does not leave: the caller gets an error of the protocol, and nothing of the answer', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const spoiled = (id: string, name: string): Service => {
    const service = SDK_SERVICES.find((one) => one.id === id) as Service;
    const handler = service.operations.find((one) => one.name === name) as Operation;
    return { ...service, operations: [{ ...handler, action: false, handle: () => ({ Secret: 'do not tell' }) }] };
  };
  const iam = spoiled('iam', 'ListUsers');
  const organizations = spoiled('organizations', 'ListAccounts');
  const router = new Router([new ServiceCodec(iam), new ServiceCodec(organizations)]);
  const simulation = new Simulation(smallWorld, smallWorld(), { throttling: false, assignmentDelayMs: 0 });
  const ask = async (service: string, body: string, headers: Record<string, string>) => {
    const signed = signedHeaders('localhost', CREDENTIALS.administrator, { service, body, headers });
    return dispatch(simulation, router, { method: 'POST', url: '/', headers: signed, body: Buffer.from(body) });
  };
  const xml = await ask('iam', 'Action=ListUsers&Version=2010-05-08', {});
  expect(xml).toMatchObject({ status: 500, body: expect.stringContaining('<Code>InternalFailure</Code>') });
  const target = { 'x-amz-target': 'AWSOrganizationsV20161128.ListAccounts' };
  const json = await ask('organizations', '{}', target);
  expect(json).toMatchObject({ status: 500, body: expect.stringContaining('"__type":"InternalServerException"') });
  for (const answer of [xml, json]) expect(JSON.stringify(answer)).not.toContain('do not tell');
  expect(complaints).toHaveBeenCalledTimes(2);
  complaints.mockRestore();
});
