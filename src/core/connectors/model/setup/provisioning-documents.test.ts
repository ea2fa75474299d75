import { describe, expect, it } from 'vitest';
import { awsPartitions } from '../aws-regions.ts';
import { readActions } from '../permission-table.ts';
import { provisioningPermissions, provisioningPolicyName } from '../provisioning-permissions.ts';
import { provisioningDocuments } from './provisioning-documents.ts';
import { readPolicyName, setupDocuments } from './setup-documents.ts';

const forms = ['policy', 'terraform', 'cloudFormation', 'awsCli'] as const;
const actions = provisioningPermissions.map(({ action }) => action).sort();
const named = (text: string) => [...text.matchAll(/"((?:iam|identitystore|organizations|sso):[A-Z]\w+)"/g)];
const actionsIn = (text: string) => named(text).map(([, action]) => action as string);
const resourcesIn = (text: string) =>
  [...text.matchAll(/"?Resource"?\s*[:=]\s*"([^"]+)"/g)].map(([, resource]) => resource);

describe.each(awsPartitions)('the provisioning documents in %s', (partition) => {
  const documents = provisioningDocuments({ roleName: 'Reader', partition });

  it.each(forms)('name exactly the actions of the table in %s', (form) => {
    expect(actionsIn(documents[form]).sort()).toEqual(actions);
  });

  it.each(forms)('keep iam: actions on roles to Identity Center’s own in this partition, in %s', (form) => {
    expect(resourcesIn(documents[form])).toEqual([
      '*',
      `arn:${partition}:iam::*:role/aws-reserved/sso.amazonaws.com/*`,
      `arn:${partition}:iam::*:saml-provider/AWSSSO_*`,
    ]);
  });

  it.each(['terraform', 'cloudFormation', 'awsCli'] as const)(
    'are a policy of their own in the role, in %s',
    (form) => {
      expect(documents[form]).toContain(provisioningPolicyName);
      expect(documents[form]).not.toContain(readPolicyName);
      expect(documents[form]).toMatch(/["']Reader["']/);
    },
  );
});

describe('the provisioning documents', () => {
  const documents = provisioningDocuments({ roleName: 'Reader', partition: 'aws' });

  it('use the current Terraform resource, and only that', () => {
    expect([...documents.terraform.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(([, type]) => type)).toEqual([
      'aws_iam_role_policy',
    ]);
    expect(documents.terraform).not.toContain('inline_policy');
  });

  it('are the only ones that can change access: the read documents name none of their actions', () => {
    const read = setupDocuments({ principalArn: 'arn:aws:iam::905418227316:role/x', externalId: 'cs-1' });
    const changing = actions.filter((action) => !(readActions as readonly string[]).includes(action));
    expect(changing).toEqual(actions);
    for (const text of Object.values(read)) for (const action of changing) expect(text).not.toContain(`"${action}"`);
  });

  it('give the aws CLI a region where the partition needs one, also to take the policy away', () => {
    const china = provisioningDocuments({ roleName: 'Reader', partition: 'aws-cn' });
    for (const text of [china.awsCli, china.takeAway.awsCli]) expect(text).toContain('--region cn-northwest-1');
    for (const text of [documents.awsCli, documents.takeAway.awsCli]) expect(text).not.toContain('--region');
  });

  it('take away by the names that they were made under', () => {
    const { takeAway } = documents;
    const fileName = /--template-file (\S+)\.yaml --stack-name (\S+)/.exec(documents.cloudFormation);
    expect(takeAway.cloudFormation).toContain(`--stack-name ${fileName?.[2]}`);
    expect(takeAway.terraform).toContain(`rm ${/^# (\S+\.tf)$/m.exec(documents.terraform)?.[1]}`);
    expect(takeAway.awsCli).toContain(`--policy-name ${provisioningPolicyName}`);
  });

  it('say of each action what is lost without it', () => {
    for (const { feature, lost } of provisioningPermissions) {
      expect(feature).not.toBe('');
      expect(lost).toMatch(/^[A-Z].*\.$/);
    }
  });
});
