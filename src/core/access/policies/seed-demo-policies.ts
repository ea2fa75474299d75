import type { PolicyForm } from '../model/policy/policy-form.ts';
import type { PolicyPorts } from './ports.ts';
import { requireGoodPolicy, saveRevision } from './save-revision.ts';

/** They name no permission set, AWS account or group: they hold before the first sync, and for whatever it finds. */
const demoPolicies: readonly { name: string; form: PolicyForm }[] = [
  {
    name: 'Any permission set for a working day',
    form: {
      shape: 'permission-sets',
      who: { kind: 'everyone' },
      permissionSets: 'all',
      awsAccounts: 'all',
      maxMinutes: 480,
      approval: [{ kind: 'manager' }],
    },
  },
  {
    name: 'Any group for a working day',
    form: {
      shape: 'groups',
      who: { kind: 'everyone' },
      groupIds: 'all',
      maxMinutes: 480,
      approval: [{ kind: 'application-owner' }],
    },
  },
];

/** The demo's policies, once: where a policy was ever saved nothing is added. Returns how many were. */
export const seedDemoPolicies = (ports: PolicyPorts): Promise<number> =>
  ports.transact(async (unit) => {
    await unit.policies.takeTurn();
    if (await unit.policies.current()) return 0;
    const actor = { kind: 'system' as const };
    for (const { name, form } of demoPolicies) {
      const id = ports.ids.next('pol');
      await requireGoodPolicy(unit, ports, { id, name, form });
      const now = await ports.clock.now();
      await unit.policies.add({ id, name, form, isEnabled: true, createdAt: now }, null);
      const detail = { name, form, by: 'demo' };
      await saveRevision(unit, ports, { actor, by: null, action: 'policy.added', policyId: id, detail, now });
    }
    return demoPolicies.length;
  });
