import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { awsPartitions, globalRegionOf } from '../aws-regions.ts';
import { furtherReadActions } from '../further-read-permissions.ts';
import { readActions } from '../permission-table.ts';
import { provisioningPermissions } from '../provisioning-permissions.ts';
import {
  assumeMembersOwnPolicy,
  defaultMemberRoleName,
  memberReadPermissions,
  memberReadPolicy,
  memberReadPolicyName,
  memberTrustPolicy,
} from './member-role.ts';
import { memberRoleDocuments } from './member-role-documents.ts';
import { ownPolicyDocuments } from './own-policy-documents.ts';
import { prettyJson, shellQuote } from './policy-texts.ts';
import { stackSetDocuments } from './stack-set-documents.ts';

const actions = memberReadPermissions.map(({ action }) => action);
const roleIn = (partition: (typeof awsPartitions)[number]) => ({
  partition,
  connectorRoleArn: `arn:${partition}:iam::905418227316:role/Countersign`,
  // With what a shell, Terraform and YAML would each take for their own.
  memberExternalId: `cs-a\${b}%{c}'d=,#:/@`,
  organizationId: 'o-8f3k2m1x9q' as string | null,
  roleName: 'audit/read/CountersignMember',
});
const documentsOf = (role: ReturnType<typeof roleIn>) => {
  const [stackSet, single] = [stackSetDocuments(role), memberRoleDocuments(role)];
  return {
    stackSet,
    single,
    all: {
      template: stackSet.template,
      terraformOfStackSet: stackSet.terraform,
      awsCliOfStackSet: stackSet.awsCli,
      terraform: single.terraform,
      cloudFormation: single.cloudFormation,
      awsCli: single.awsCli,
    },
  };
};

interface Template {
  Parameters: Record<string, { Type: string; Default?: string; AllowedPattern?: string }>;
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}
/** As CloudFormation reads it: each `!Ref` of a parameter stands for its value. */
const readTemplate = (text: string): Template => {
  const refs: string[] = [];
  const resolve = (name: string) => {
    refs.push(name);
    return `Ref ${name}`;
  };
  const template = parse(text, { customTags: [{ tag: '!Ref', resolve }] }) as Template;
  const values = Object.fromEntries(Object.entries(template.Parameters).map(([name, { Default }]) => [name, Default]));
  for (const name of refs) expect(Object.keys({ ...template.Parameters, ...template.Resources })).toContain(name);
  return JSON.parse(JSON.stringify(template), (_, value: unknown) => {
    const name = typeof value === 'string' && value.startsWith('Ref ') ? value.slice(4) : '';
    return values[name] ?? value;
  }) as Template;
};
const named = (text: string) => [...text.matchAll(/"((?:\w+):(?!AssumeRole)[A-Z]\w+)"/g)].map(([, action]) => action);

describe.each(awsPartitions)('in %s the documents of the role in other AWS accounts', (partition) => {
  const role = roleIn(partition);
  const { stackSet, single, all } = documentsOf(role);
  const organizationId = role.organizationId ?? '';

  it.each(Object.keys(all) as (keyof typeof all)[])('name exactly the IAM actions of the tables, in %s', (form) => {
    const text = all[form].replaceAll(/aws:PrincipalOrgID|sts:ExternalId|AWS::\w+::\w+/g, '');
    expect(named(text).sort()).toEqual([...actions].sort());
  });

  it('are one template of the role that the policies describe, in the StackSet and in a stack', () => {
    const { Parameters, Resources } = readTemplate(stackSet.template);
    expect(readTemplate(single.cloudFormation)).toEqual({ ...readTemplate(stackSet.template), Parameters, Resources });
    expect(Object.keys(Parameters)).toEqual(['CountersignRoleArn', 'MemberExternalId', 'OrganizationId', 'RoleName']);
    expect(Object.values(Resources)).toEqual([
      {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'CountersignMember',
          Path: '/audit/read/',
          Description: expect.any(String),
          AssumeRolePolicyDocument: memberTrustPolicy({ ...role, organizationId }),
        },
      },
      {
        Type: 'AWS::IAM::RolePolicy',
        Properties: {
          RoleName: 'Ref CountersignMemberRole',
          PolicyName: memberReadPolicyName,
          PolicyDocument: memberReadPolicy(),
        },
      },
    ]);
  });

  it('trust the role of the connector alone, of this organization and with its member External ID', () => {
    expect(memberTrustPolicy({ ...role, organizationId }).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: role.connectorRoleArn },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': organizationId, 'sts:ExternalId': role.memberExternalId } },
      },
    ]);
    expect(single.terraform).toContain(`Principal = { AWS = "${role.connectorRoleArn}" }`);
    expect(single.terraform).toContain(`"aws:PrincipalOrgID" = "${organizationId}"`);
    expect(single.terraform).toContain(`"sts:ExternalId"     = "cs-a$\${b}%%{c}'d=,#:/@"`);
    expect(single.awsCli).toContain(shellQuote(JSON.stringify(memberTrustPolicy({ ...role, organizationId }))));
  });

  it('carry the template and its parameters unchanged into Terraform and the shell', () => {
    const [, body = ''] = /<<-YAML\n([\s\S]*?)\n {2}YAML\n/.exec(stackSet.terraform) ?? [];
    expect(`${body.replaceAll(/^ {4}/gm, '').replaceAll(/([$%])\1(?=\{)/g, '$1')}\n`).toBe(stackSet.template);
    expect(stackSet.awsCli).toContain(`--template-body ${shellQuote(stackSet.template)}`);
    const given = Object.entries(readTemplate(stackSet.template).Parameters);
    for (const [name, { Default = '' }] of given) {
      const inHcl = JSON.stringify(Default).replace(/[$%](?=\{)/g, (sign) => sign + sign);
      expect(stackSet.terraform).toMatch(new RegExp(`^    ${name} += `, 'm'));
      expect(stackSet.terraform).toContain(` = ${inHcl}\n`);
    }
    const parameters = given.map(([name, { Default }]) => ({ ParameterKey: name, ParameterValue: Default }));
    expect(stackSet.awsCli).toContain(`--parameters ${shellQuote(JSON.stringify(parameters))}`);
  });

  it('name a region in every command that needs one there', () => {
    const region = globalRegionOf(partition);
    const commands = [stackSet.awsCli, stackSet.takeAway.awsCli, single.awsCli, single.takeAway.awsCli]
      .flatMap((text) => text.replaceAll('\\\n', '').split('\n'))
      .flatMap((line) => line.match(/\baws (cloudformation|iam|organizations) [a-z-]+[^)]*/g) ?? []);
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands)
      if (command.startsWith('aws cloudformation') || partition !== 'aws')
        expect(command).toContain(` --region ${region}`);
      else expect(command).not.toContain('--region');
    for (const text of [stackSet.awsCli, stackSet.takeAway.awsCli]) expect(text).toContain(`--regions ${region} `);
  });

  it('let the connector’s role into the roles of that name, as a policy of its own', () => {
    const own = assumeMembersOwnPolicy(partition, role.roleName);
    expect(own.policy.Statement).toEqual([
      {
        Sid: 'CountersignAssumeMembers',
        Effect: 'Allow',
        Action: ['sts:AssumeRole'],
        Resource: `arn:${partition}:iam::*:role/audit/read/CountersignMember`,
      },
    ]);
    const { terraform, cloudFormation, awsCli } = ownPolicyDocuments(own, { roleName: 'Countersign', partition });
    for (const text of [terraform, cloudFormation, awsCli]) {
      expect(text).toMatch(/["' ]CountersignAssumeMembers["' ]/);
      expect(text).toContain('"sts:AssumeRole"');
    }
  });
});

describe('the documents of the role in other AWS accounts', () => {
  it('ask for nine actions, which all read, each from one of the tables', () => {
    expect(actions).toHaveLength(9);
    expect(new Set(actions)).toHaveLength(9);
    expect([...readActions, ...furtherReadActions]).toEqual(expect.arrayContaining(actions));
    const changing = provisioningPermissions.map(({ action }) => action);
    expect(actions.filter((action) => changing.includes(action))).toEqual([]);
    expect(
      actions.filter((action) => !/^(iam:(Get|List|GenerateCredentialReport)|cloudtrail:Lookup)/.test(action)),
    ).toEqual([]);
  });

  it('make up no organization: where it is not known they ask for it and say where it is found', () => {
    const { stackSet, single, all } = documentsOf({ ...roleIn('aws'), organizationId: null });
    for (const text of Object.values(all)) expect(text).not.toMatch(/\bo-[a-z0-9]{10}/);
    expect(readTemplate(stackSet.template).Parameters.OrganizationId).toMatchObject({
      Description: expect.stringContaining('aws organizations describe-organization') as string,
    });
    expect(readTemplate(stackSet.template).Parameters.OrganizationId).not.toHaveProperty('Default');
    expect(single.cloudFormation).toContain('--parameter-overrides OrganizationId="$(aws organizations ');
    expect(single.terraform).toContain('"aws:PrincipalOrgID" = var.countersign_organization_id\n');
    expect(stackSet.terraform).toMatch(/OrganizationId += data\.aws_organizations_organization\.countersign\.id\n/);
    expect(stackSet.console.join(' ')).toContain('describe-organization');
    for (const text of [stackSet.awsCli, single.awsCli]) {
      expect(text).toMatch(/^ORGANIZATION_ID="\$\(aws organizations describe-organization /m);
      expect(text).toContain(`"'"$ORGANIZATION_ID"'"`);
    }
  });

  it('reach every AWS account of the organization, also those that come later, and say which one AWS leaves out', () => {
    const { stackSet } = documentsOf(roleIn('aws'));
    expect(stackSet.terraform).toMatch(
      /permission_model = "SERVICE_MANAGED"[\s\S]*auto_deployment {\s+enabled += true/,
    );
    expect(stackSet.terraform).toContain('[data.aws_organizations_organization.countersign.roots[0].id]');
    expect(stackSet.awsCli).toMatch(/--permission-model SERVICE_MANAGED[\s\S]*--auto-deployment Enabled=true/);
    expect(stackSet.awsCli).toMatch(
      /activate-organizations-access[\s\S]*create-stack-set[\s\S]*create-stack-instances/,
    );
    expect(stackSet.console.join(' ')).toContain('no StackSet to the management AWS account');
  });

  it('take away by the names that they were made under, stacks before the StackSet', () => {
    const { stackSet, single } = documentsOf(roleIn('aws'));
    expect(stackSet.takeAway.terraform).toContain(`rm ${/^# (\S+\.tf):/.exec(stackSet.terraform)?.[1]}\n`);
    expect(single.takeAway.terraform).toContain(`rm ${/^# (\S+\.tf):/.exec(single.terraform)?.[1]}\n`);
    expect(single.takeAway.cloudFormation).toContain(
      `--stack-name ${/--stack-name (\S+)/.exec(single.cloudFormation)?.[1]}\n`,
    );
    const order = ['delete-stack-instances', 'describe-stack-set-operation', 'delete-stack-set'];
    const places = order.map((command) => stackSet.takeAway.awsCli.indexOf(`aws cloudformation ${command} `));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
    for (const [, name] of stackSet.takeAway.awsCli.matchAll(/--stack-set-name (\S+)/g))
      expect(name).toBe(stackSet.name);
    expect(single.takeAway.awsCli).toMatch(
      /delete-role-policy .*'CountersignMember' .*CountersignMemberRead\naws iam delete-role .*'CountersignMember'\n/,
    );
  });

  it('write no path where the role has none', () => {
    for (const text of Object.values(documentsOf({ ...roleIn('aws'), roleName: defaultMemberRoleName }).all))
      expect(text).not.toMatch(/\b[Pp]ath\b/);
  });

  it('let into no role beyond that name, also where its path has what a policy takes for a pattern', () => {
    const { policy } = assumeMembersOwnPolicy('aws', 'a*/b?$c/CountersignMember');
    expect(policy.Statement[0]?.Resource).toBe(`arn:aws:iam::*:role/a\${*}/b\${?}\${$}c/CountersignMember`);
    const own = assumeMembersOwnPolicy('aws', 'a*/CountersignMember');
    const { terraform, policy: json } = ownPolicyDocuments(own, { roleName: 'Countersign', partition: 'aws' });
    expect(terraform).toContain('role/a$${*}/CountersignMember"');
    expect(json).toBe(prettyJson(own.policy));
  });
});
