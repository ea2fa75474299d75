/** How many there are: listed just now, or counted by the last publication. */
export interface Things {
  awsAccounts: number;
  permissionSets: number;
  users: number;
  groups: number;
  pairs: number;
}

/**
 * What the last publication knows of a connector's Identity Center, for the plan of its next run. `furtherPages`: pages
 * of 100 rows beyond the first that each listing takes, summed up, so that `things + further pages` is what a strategy
 * costs exactly, as long as nothing changes.
 */
export interface KnownCounts extends Things {
  furtherPages: {
    /** Of groups' members. */
    'by-group': number;
    /** Of users' groups. */
    'by-user': number;
    /** Of permission sets on an AWS account. */
    'by-aws-account': number;
    /** Of AWS accounts that have a permission set. */
    'by-permission-set': number;
    /** Of assignments of a pair. */
    'by-pair': number;
    /** Of assignments of a group, and of a user together with those of the user's groups, which AWS lists too. */
    'by-principal': number;
  };
}
