import { describe, expect, it } from 'vitest';
import { furtherReadActions, furtherReadPolicyName } from '../further-read-permissions.ts';
import { readActions, readPermissions } from '../permission-table.ts';
import { shellQuote } from './policy-texts.ts';
import { readPolicyName, setupDocuments } from './setup-documents.ts';

const input = {
  principalArn: 'arn:aws:iam::905418227316:role/countersign-server',
  externalId: 'cs-7f3a+x=,.@:/-9',
};
const documents = setupDocuments(input);

describe('the set-up documents', () => {
  it('trust only our principal, and only with the External ID of this connector', () => {
    expect(JSON.parse(documents.trustPolicy).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: input.principalArn },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': input.externalId } },
      },
    ]);
  });

  it('ask for the 14 read actions and nothing else', () => {
    const statements = JSON.parse(documents.readPolicy).Statement;
    expect(statements).toHaveLength(1);
    expect(statements[0].Action).toHaveLength(14);
    expect(statements[0].Action).toEqual([...readActions].sort());
  });

  it.each(['awsCli', 'cloudFormation', 'terraform'] as const)('say the same in %s', (form) => {
    expect(documents[form]).toContain(input.principalArn);
    expect(documents[form]).toContain(input.externalId);
    const named = documents[form].match(/\b(iam|identitystore|organizations|sso):[A-Z]\w+/g);
    expect(named?.sort()).toEqual([...readActions].sort());
  });

  it.each(['awsCli', 'cloudFormation', 'terraform'] as const)(
    'with further reading has both policies in %s, each with its own actions',
    (form) => {
      const text = setupDocuments({ ...input, furtherReading: true })[form];
      const at = text.indexOf(furtherReadPolicyName);
      const [minimum, further] = [text.slice(0, at), text.slice(at)];
      const actionsIn = (part: string) => part?.match(/\b(iam|identitystore|organizations|sso|cloudtrail):[A-Z]\w+/g);
      expect(minimum).toContain(readPolicyName);
      expect(actionsIn(minimum)?.sort()).toEqual([...readActions].sort());
      expect(actionsIn(further)?.sort()).toEqual([...furtherReadActions].sort());
    },
  );

  it('use the current Terraform resources', () => {
    expect(documents.terraform).toContain('resource "aws_iam_role_policy"');
    expect(documents.terraform).not.toContain('inline_policy');
  });

  it('keep text that Terraform and a shell would expand', () => {
    const odd = setupDocuments({ ...input, externalId: `a\${b}'c` });
    expect(odd.terraform).toContain('"sts:ExternalId" = "a$${b}\'c"');
    expect(odd.awsCli).toContain(`a\${b}'\\''c`);
  });

  it('name a region where the partition needs one', () => {
    const china = setupDocuments({ ...input, principalArn: 'arn:aws-cn:iam::905418227316:role/x' });
    expect(china.awsCli).toContain('--region cn-northwest-1');
    expect(documents.awsCli).not.toContain('--region');
  });
});

describe('the permission table', () => {
  it('says of each action what is lost without it', () => {
    expect(readPermissions).toHaveLength(14);
    for (const permission of readPermissions) {
      expect(permission.lost).toMatch(/^[A-Z].*\.$/);
      expect(permission.neededFor).not.toBe('');
    }
  });
});

describe('shellQuote', () => {
  it('keeps a single quote', () => expect(shellQuote("a'b")).toBe("'a'\\''b'"));
});
