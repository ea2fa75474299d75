/**
 * What policies may speak of. There are two actions and no group of actions: `action in …` would be false wherever the
 * schema is not passed, and a forbid written so would vanish (facts: trap 2).
 * `requireApproval` grants nothing: its permits add approval steps.
 */
export const cedarSchema = `
entity OrganizationalUnit in [OrganizationalUnit];
entity AwsAccount in [OrganizationalUnit];
entity PermissionSet;
entity Group;
entity Person in [Group] = { department: String };
entity Assignment in [AwsAccount, PermissionSet];
entity Membership in [Group];
type Wish = { durationMinutes: Long };
action request appliesTo { principal: Person, resource: [Assignment, Membership], context: Wish };
action requireApproval appliesTo { principal: Person, resource: [Assignment, Membership], context: Wish };
`;
