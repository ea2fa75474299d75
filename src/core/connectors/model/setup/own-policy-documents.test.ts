import { describe, expect, it } from 'vitest';
import { awsPartitions } from '../aws-regions.ts';
import { furtherReadActions, furtherReadPermissions } from '../further-read-permissions.ts';
import { readActions } from '../permission-table.ts';
import { provisioningPermissions, provisioningPolicyName } from '../provisioning-permissions.ts';
import { furtherReadOwnPolicy, provisioningOwnPolicy } from './own-policies.ts';
import { ownPolicyDocuments } from './own-policy-documents.ts';
import { readPolicyName, setupDocuments } from './setup-documents.ts';

const forms = ['policy', 'terraform', 'cloudFormation', 'awsCli'] as const;
const named = (text: string) =>
  [...text.matchAll(/"((?:iam|identitystore|organizations|sso|cloudtrail):[A-Z]\w+)"/g)].map(([, action]) => action);
const resourcesIn = (text: string) =>
  [...text.matchAll(/"?Resource"?\s*[:=]\s*"([^"]+)"/g)].map(([, resource]) => resource);
const provisioningActions = provisioningPermissions.map(({ action }) => action);

describe.each(awsPartitions)('in %s the documents', (partition) => {
  const role = { roleName: 'Reader', partition };
  const reserved = [
    `arn:${partition}:iam::*:role/aws-reserved/sso.amazonaws.com/*`,
    `arn:${partition}:iam::*:saml-provider/AWSSSO_*`,
  ];

  describe.each([
    { kind: 'of provisioning', own: provisioningOwnPolicy(partition), actions: provisioningActions, reserved },
    { kind: 'of further reading', own: furtherReadOwnPolicy(), actions: [...furtherReadActions], reserved: [] },
  ])('$kind', ({ own, actions, reserved }) => {
    const documents = ownPolicyDocuments(own, role);

    it.each(forms)('name exactly the actions of the table in %s', (form) => {
      expect(named(documents[form]).sort()).toEqual([...actions].sort());
    });

    it.each(forms)('name a resource only where one narrows what can be changed, in %s', (form) => {
      expect(resourcesIn(documents[form])).toEqual(['*', ...reserved]);
    });

    it.each(['terraform', 'cloudFormation', 'awsCli'] as const)(
      'are a policy of its own in the role, in %s',
      (form) => {
        expect(documents[form]).toMatch(new RegExp(`["' ]${own.name}["' ]`));
        expect(documents[form]).not.toMatch(new RegExp(`["' ]${readPolicyName}["' ]`));
        expect(documents[form]).toMatch(/["']Reader["']/);
      },
    );

    it('use the current Terraform resource, and only that', () => {
      const resources = [...documents.terraform.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(([, type]) => type);
      expect(resources).toEqual(['aws_iam_role_policy']);
      expect(documents.terraform).not.toContain('inline_policy');
    });

    it('take away by the names that they were made under', () => {
      const { takeAway } = documents;
      const fileName = /--template-file (\S+)\.yaml --stack-name (\S+)/.exec(documents.cloudFormation);
      expect(takeAway.cloudFormation).toContain(`--stack-name ${fileName?.[2]}`);
      expect(takeAway.terraform).toContain(`rm ${/^# (\S+\.tf)$/m.exec(documents.terraform)?.[1]}`);
      expect(takeAway.awsCli).toContain(`--policy-name ${own.name}`);
    });

    it('give the aws CLI a region where the partition needs one, also to take the policy away', () => {
      const region =
        partition === 'aws' ? expect.not.stringContaining('--region') : expect.stringContaining(' --region ');
      expect([documents.awsCli, documents.takeAway.awsCli]).toEqual([region, region]);
    });
  });
});

describe('the provisioning documents', () => {
  const texts = [true, false].flatMap((furtherReading) =>
    Object.values(
      setupDocuments({ principalArn: 'arn:aws:iam::905418227316:role/x', externalId: 'cs-1', furtherReading }),
    ),
  );

  it('are the only ones that can change access: no document for reading names one of their actions', () => {
    const reading: string[] = [...readActions, ...furtherReadActions];
    expect(provisioningActions.filter((action) => reading.includes(action))).toEqual([]);
    for (const text of texts) for (const action of provisioningActions) expect(text).not.toContain(`"${action}"`);
    for (const text of texts) expect(text).not.toContain(provisioningPolicyName);
  });
});

describe('the tables', () => {
  it('say of each action what it is for and what is lost without it', () => {
    const rows = [
      ...provisioningPermissions.map(({ feature, lost }) => ({ what: feature, lost })),
      ...furtherReadPermissions.map(({ neededFor, lost }) => ({ what: neededFor, lost })),
    ];
    for (const { what, lost } of rows) {
      expect(what).not.toBe('');
      expect(lost).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('have each action once', () => {
    const all = [...readActions, ...furtherReadActions, ...provisioningActions];
    expect(all).toHaveLength(new Set(all).size);
  });
});
