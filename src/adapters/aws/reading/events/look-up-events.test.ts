import { expect, it } from 'vitest';
import { meaningOf } from '../../../../core/inventory/model/events/meaning-of-event.ts';
import type { CallAws } from '../../session/call-aws.ts';
import type { RoleSession } from '../../session/role-session.ts';
import { lookUpEvents } from './look-up-events.ts';

it('an event that AWS tells of without its record is of the AWS account whose history it is in', async () => {
  const told = {
    EventId: '4cf38da1-fbc4-4ca5-acfc-d8281bb54da4',
    EventTime: new Date('2026-11-24T12:00:00Z'),
    EventSource: 'iam.amazonaws.com',
    EventName: 'CreateUser',
  };
  const credentials = (async () => ({})) as unknown as RoleSession['credentials'];
  const session = { awsAccountId: '111111111111', credentials };
  const call = (async () => ({ Events: [told] })) as unknown as CallAws;
  const { events, unreadable } = await lookUpEvents(session, 'us-east-1', '2026-11-24T11:00:00.000Z', call);
  expect(unreadable).toBe(0);
  expect(events.map((event) => meaningOf(event)?.touched)).toEqual([[{ what: 'iam', awsAccountId: '111111111111' }]]);
});
