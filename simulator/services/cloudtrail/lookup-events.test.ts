import {
  DescribeTrailsCommand,
  LookupEventsCommand,
  type LookupEventsCommandInput,
  paginateLookupEvents,
} from '@aws-sdk/client-cloudtrail';
import { AddUserToGroupCommand, CreateUserCommand, DeleteUserCommand, GetUserCommand } from '@aws-sdk/client-iam';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type ClientCredentials, type Clients, clientsFor, refusal } from '../../testing/clients.ts';
import { control as askControl } from '../../testing/control.ts';
import { expectAllAnswered } from '../../testing/every-operation.ts';
import { lookUp } from '../../testing/look-up.ts';
import { sendSigned } from '../../testing/signed-request.ts';
import { SMALL } from '../../worlds/small.ts';

const GLOBAL = 'us-east-1';
let simulator: Simulator;
/** Of the region where IAM's events are. */
let clients: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, eventDelayMs: 0 });
});
afterAll(() => simulator.stop());
beforeEach(() => {
  simulator.reset();
  clients = clientsFor(simulator.url, simulator.credentials.administrator, GLOBAL);
});

const create = (UserName: string) => clients.iam.send(new CreateUserCommand({ UserName }));
const look = (input: LookupEventsCommandInput) => clients.cloudTrail.send(new LookupEventsCommand(input));
const control = (path: string, body: object) => askControl(simulator, 'POST', path, body);

describe('LookupEvents', () => {
  it('and the other operations answer the SDK', async () => {
    expect(await look({})).toMatchObject({ Events: [] });
    expect(await clients.cloudTrail.send(new DescribeTrailsCommand({}))).toMatchObject({ trailList: [] });
    expectAllAnswered(simulator, 'cloudtrail');
  });

  it('answers both spellings of its target', async () => {
    for (const name of ['', 'com.amazonaws.cloudtrail.v20131101.']) {
      const { status, text } = await sendSigned(simulator.url, simulator.credentials.administrator, {
        service: 'cloudtrail',
        body: '{"MaxResults":1}',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `${name}CloudTrail_20131101.LookupEvents`,
        },
      });
      expect([status, JSON.parse(text)]).toMatchObject([200, { Events: expect.any(Array) }]);
    }
  });

  it('tells the newest first, page by page, every event once, whatever comes in meanwhile', async () => {
    for (let index = 0; index < 12; index += 1) await create(`user-${index}`);
    const [sizes, names]: [number[], unknown[]] = [[], []];
    const attribute = { AttributeKey: 'EventName', AttributeValue: 'CreateUser' } as const;
    const pages = paginateLookupEvents(
      { client: clients.cloudTrail, pageSize: 5 },
      { LookupAttributes: [attribute], StartTime: new Date(0) },
    );
    for await (const { Events = [] } of pages) {
      sizes.push(Events.length);
      names.push(...Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent ?? '').requestParameters.userName));
      if (sizes.length === 1) await create('late');
    }
    expect(sizes).toEqual([5, 5, 2]);
    expect(names).toEqual(Array.from({ length: 12 }, (_, index) => `user-${11 - index}`));
  });

  it('has fifty events on a page unless it is asked for fewer', async () => {
    for (let index = 0; index < 51; index += 1) await clients.iam.send(new GetUserCommand({}));
    const first = await look({});
    expect(first.Events).toHaveLength(50);
    expect((await look({ NextToken: first.NextToken })).Events).toHaveLength(1);
  });

  it('looks up by each attribute', async () => {
    await create('ann');
    await clients.iam.send(new AddUserToGroupCommand({ UserName: 'ann', GroupName: 'Operators' }));
    await clients.iam.send(new GetUserCommand({ UserName: 'ann' }));
    await refusal(clients.iam.send(new DeleteUserCommand({ UserName: 'nobody' })));
    const all = await lookUp(clients);
    const by = async (AttributeKey: 'EventId', AttributeValue: string) =>
      (await lookUp(clients, { LookupAttributes: [{ AttributeKey, AttributeValue }] })).map(
        ({ EventName }) => EventName,
      );
    const cases: [string, string, string[]][] = [
      ['EventName', 'GetUser', ['GetUser']],
      ['EventId', all[1]?.EventId ?? '', ['GetUser']],
      ['EventId', all[3]?.EventId ?? '', ['CreateUser']],
      ['ReadOnly', 'false', ['DeleteUser', 'AddUserToGroup', 'CreateUser']],
      ['EventSource', 'iam.amazonaws.com', ['DeleteUser', 'GetUser', 'AddUserToGroup', 'CreateUser']],
      ['ResourceType', 'AWS::IAM::Group', ['AddUserToGroup']],
      ['ResourceName', 'nobody', ['DeleteUser']],
      ['EventName', 'getuser', []],
      ['Username', 'nobody', []],
      ['AccessKeyId', 'AKIAOTHER', []],
    ];
    for (const [key, value, names] of cases) expect([key, await by(key as 'EventId', value)]).toEqual([key, names]);
    expect((await by('Username' as 'EventId', 'terraform-bootstrap')).at(-1)).toBe('CreateUser');
    const { accessKeyId } = simulator.credentials.administrator;
    expect((await by('AccessKeyId' as 'EventId', accessKeyId)).at(-1)).toBe('CreateUser');
  });

  it('knows one AWS account and one region only', async () => {
    await create('ann');
    const here = clientsFor(simulator.url, simulator.credentials.administrator);
    await here.ssoAdmin.send(new ListInstancesCommand({}));
    expect((await lookUp(here)).map(({ EventName }) => EventName)).toEqual(['ListInstances']);
    expect((await lookUp(clients)).map(({ EventName }) => EventName)).toEqual(['CreateUser']);
    expect(await lookUp(clientsFor(simulator.url, simulator.credentials.memberAdministrator, GLOBAL))).toEqual([]);
  });
});

describe('a time range', () => {
  const names = async (input: LookupEventsCommandInput) => (await lookUp(clients, input)).map((one) => one.EventName);

  it('takes both its ends in, by whole seconds', async () => {
    await create('ann');
    const [event] = await lookUp(clients);
    const at = event?.EventTime as Date;
    const moved = (ms: number) => new Date(at.getTime() + ms);
    const attributes = { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateUser' } as const] };
    expect(await names({ ...attributes, StartTime: at, EndTime: at })).toEqual(['CreateUser']);
    expect(await names({ ...attributes, EndTime: moved(-1000) })).toEqual([]);
    expect(await names({ ...attributes, StartTime: moved(1000) })).toEqual([]);
  });

  it('goes back 90 days and no further', async () => {
    await create('ann');
    const day = 24 * 3600 * 1000;
    await control('clock', { advanceMs: 90 * day - 60_000 });
    expect(await names({})).toEqual(['CreateUser']);
    await control('clock', { advanceMs: 120_000 });
    expect(await names({ StartTime: new Date(0) })).not.toContain('CreateUser');
  });
});

describe('a refusal', () => {
  const name = { AttributeKey: 'EventName', AttributeValue: 'CreateUser' } as const;
  const cases: [string, LookupEventsCommandInput, string][] = [
    ['two attributes', { LookupAttributes: [name, name] }, 'InvalidLookupAttributesException'],
    [
      'an unknown attribute',
      { LookupAttributes: [{ AttributeKey: 'Region' as 'EventId', AttributeValue: 'x' }] },
      'InvalidLookupAttributesException',
    ],
    [
      'an attribute without value',
      { LookupAttributes: [{ ...name, AttributeValue: '' }] },
      'InvalidLookupAttributesException',
    ],
    ['too long a page', { MaxResults: 51 }, 'InvalidMaxResultsException'],
    ['too short a page', { MaxResults: 0 }, 'InvalidMaxResultsException'],
    [
      'a range that ends before it starts',
      { StartTime: new Date(2), EndTime: new Date(1) },
      'InvalidTimeRangeException',
    ],
    ['an unknown category', { EventCategory: 'data' as 'insight' }, 'InvalidEventCategoryException'],
    ['a token that was made up', { NextToken: 'bm9uc2Vuc2U' }, 'InvalidNextTokenException'],
  ];
  it.each(cases)('names %s', async (_, input, code) => {
    expect(await refusal(look(input))).toMatchObject({ name: code, status: 400 });
  });

  it('meets a token of other parameters', async () => {
    await create('ann');
    await create('bea');
    const { NextToken } = await look({ LookupAttributes: [name], MaxResults: 1 });
    expect(NextToken).toBeDefined();
    expect(await refusal(look({ NextToken }))).toMatchObject({ name: 'InvalidNextTokenException', status: 400 });
    expect((await look({ LookupAttributes: [name], NextToken })).Events).toHaveLength(1);
  });

  it('meets whoever may not, who is told so in AWS’s words', async () => {
    const product = clientsFor(simulator.url, simulator.credentials.countersign, GLOBAL);
    const refused = await refusal(product.cloudTrail.send(new LookupEventsCommand({})));
    expect(refused).toMatchObject({ name: 'AccessDeniedException', status: 400 });
    expect(refused.message).toMatch(
      / is not authorized to perform: cloudtrail:LookupEvents .*because no identity-based policy allows the cloudtrail:LookupEvents action$/,
    );
  });

  it('has no Insights events to tell', async () => {
    await create('ann');
    expect(await look({ EventCategory: 'insight' })).toMatchObject({ Events: [] });
  });
});

it('lets two calls a second through, in each AWS account and region', async () => {
  const slow = await startSimulator({ world: 'small' });
  try {
    const burst = async (credentials: ClientCredentials, region: string) => {
      const { cloudTrail } = clientsFor(slow.url, credentials, region);
      const calls = Array.from({ length: 5 }, () => cloudTrail.send(new LookupEventsCommand({})));
      const results = await Promise.allSettled(calls);
      const refused = results.find((result) => result.status === 'rejected');
      const passed = results.filter(({ status }) => status === 'fulfilled').length;
      return { passed, refused: refused && (await refusal(Promise.reject(refused.reason))) };
    };
    const { administrator, memberAdministrator } = slow.credentials;
    const refused = { name: 'ThrottlingException', status: 400, message: 'Rate exceeded' };
    expect(await burst(administrator, GLOBAL)).toEqual({ passed: 2, refused });
    expect(await burst(administrator, 'eu-west-1')).toMatchObject({ passed: 2 });
    expect(await burst(memberAdministrator, GLOBAL)).toMatchObject({ passed: 2 });
  } finally {
    await slow.stop();
  }
});

describe('an event is under way', () => {
  const seen = async () => (await lookUp(clients)).filter(({ EventName }) => EventName === 'GetCallerIdentity');

  it('two to ten seconds, each for itself, so that one overtakes another', async () => {
    await control('events', { delayMs: null });
    for (let index = 0; index < 30; index += 1) await clients.sts.send(new GetCallerIdentityCommand({}));
    expect(await seen()).toEqual([]);
    await control('clock', { advanceMs: 6_000 });
    const some = (await seen()).map(({ EventId }) => EventId);
    await control('clock', { advanceMs: 5_000 });
    const all = (await seen()).map(({ EventId }) => EventId);
    expect(all).toHaveLength(30);
    expect(some.length).toBeGreaterThan(3);
    expect(some.length).toBeLessThan(27);
    // Had they come in their order, they would be the oldest.
    expect(some).not.toEqual(all.slice(-some.length));
    await control('events', { delayMs: 0 });
  });

  it('as long as it is told, also those that are already', async () => {
    await clients.sts.send(new GetCallerIdentityCommand({}));
    await control('events', { delayMs: 60_000 });
    expect((await askControl(simulator, 'GET', 'events')).body).toEqual({ delayMs: 60_000 });
    expect(await seen()).toEqual([]);
    await control('clock', { advanceMs: 60_000 });
    expect(await seen()).toHaveLength(1);
    expect((await control('events', { delayMs: -1 })).status).toBe(400);
    await control('events', { delayMs: 0 });
  });
});

it('of the management account’s own looks there are events too', async () => {
  await lookUp(clients);
  const [event] = await lookUp(clients);
  expect(event).toMatchObject({ EventName: 'LookupEvents', EventSource: 'cloudtrail.amazonaws.com', ReadOnly: 'true' });
  expect(event?.record).toMatchObject({ recipientAccountId: SMALL.managementAccountId, responseElements: null });
});
