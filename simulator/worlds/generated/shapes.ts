import type { Distribution } from './distribution.ts';

/** How many there are of everything (SIM-3). */
export interface Size {
  readonly awsAccounts: number;
  readonly suspendedAccounts: number;
  readonly permissionSets: number;
  readonly users: number;
  readonly groups: number;
  readonly provisionedPairs: number;
}

export const LARGE: Size = {
  awsAccounts: 500,
  suspendedAccounts: 10,
  permissionSets: 150,
  users: 3_000,
  groups: 600,
  provisionedPairs: 10_000,
};
export const HUGE: Size = {
  awsAccounts: 1_850,
  suspendedAccounts: 30,
  permissionSets: 1_550,
  users: 20_000,
  groups: 4_000,
  provisionedPairs: 60_000,
};

/**
 * Who is connected with what. Both sides of a connection are published: what each group holds in members, and what
 * each user holds in groups. A pair is a permission set provisioned to an AWS account, a row an account assignment.
 */
export interface Distributions {
  readonly membersPerGroup: Distribution;
  readonly groupsPerUser: Distribution;
  readonly accountsPerSet: Distribution;
  readonly setsPerAccount: Distribution;
  readonly groupRowsPerPair: Distribution;
  readonly rowsPerGroup: Distribution;
  readonly userRowsPerPair: Distribution;
  readonly rowsPerUser: Distribution;
}

export interface Shape {
  readonly text: string;
  /** Which groups hold most rows: those with most members, or those with fewest (but some). Any, without it. */
  readonly mostRowsTo?: 'large-groups' | 'small-groups';
  readonly distributions: Distributions;
}

const NONE: Distribution = [[0, 0, 100]];

const THIN: Distributions = {
  membersPerGroup: [
    [0, 0, 3],
    [1, 4, 17],
    [5, 12, 40],
    [13, 30, 32],
    [31, 80, 7],
    [81, 250, 1],
  ],
  groupsPerUser: [
    [0, 0, 4],
    [1, 2, 38],
    [3, 4, 36],
    [5, 7, 18],
    [8, 12, 4],
  ],
  accountsPerSet: [
    [0, 0, 8],
    [1, 10, 30],
    [11, 50, 30],
    [51, 150, 18],
    [151, 300, 10],
    [301, 490, 4],
  ],
  setsPerAccount: [
    [0, 0, 2],
    [1, 9, 18],
    [10, 19, 38],
    [20, 29, 26],
    [30, 49, 14],
    [50, 90, 2],
  ],
  groupRowsPerPair: [
    [1, 1, 80],
    [2, 2, 14],
    [3, 4, 3],
    [5, 7, 2],
    [8, 12, 1],
  ],
  rowsPerGroup: [
    [0, 0, 6],
    [1, 10, 38],
    [11, 30, 34],
    [31, 80, 18],
    [81, 250, 4],
  ],
  userRowsPerPair: NONE,
  rowsPerUser: NONE,
};

/** The few direct rows that even a tidy organization has. */
const SOME_DIRECT: Pick<Distributions, 'userRowsPerPair' | 'rowsPerUser'> = {
  userRowsPerPair: [
    [0, 0, 95],
    [1, 2, 5],
  ],
  rowsPerUser: [
    [0, 0, 87],
    [1, 3, 13],
  ],
};

/** Each makes another way to read it the cheapest: see `--describe`. */
export const SHAPES = {
  thin: {
    text: 'many groups hold everything, the smallest most; nobody holds anything directly',
    mostRowsTo: 'small-groups',
    distributions: THIN,
  },
  dense: {
    text: 'everybody is in nearly a hundred groups of hundreds',
    distributions: {
      ...THIN,
      ...SOME_DIRECT,
      membersPerGroup: [
        [400, 499, 58],
        [500, 599, 42],
      ],
      groupsPerUser: [
        [95, 97, 25],
        [98, 100, 75],
      ],
    },
  },
  fewSets: {
    text: 'twenty permission sets in every AWS account, held by a few broad groups',
    mostRowsTo: 'large-groups',
    distributions: {
      ...SOME_DIRECT,
      membersPerGroup: [
        [1, 20, 90],
        [140, 200, 10],
      ],
      groupsPerUser: [
        [2, 4, 35],
        [5, 6, 40],
        [7, 9, 25],
      ],
      accountsPerSet: [
        [0, 0, 76.6],
        [1, 20, 10],
        [470, 490, 13.4],
      ],
      setsPerAccount: [
        [0, 0, 2],
        [20, 22, 98],
      ],
      groupRowsPerPair: [
        [1, 1, 15],
        [2, 3, 50],
        [4, 5, 35],
      ],
      rowsPerGroup: [
        [0, 0, 90],
        [480, 510, 10],
      ],
    },
  },
  direct: {
    text: 'most rows name a user; groups are mostly for e-mail',
    distributions: {
      ...THIN,
      groupRowsPerPair: [
        [0, 0, 85],
        [1, 1, 15],
      ],
      rowsPerGroup: [
        [0, 0, 55],
        [1, 4, 25],
        [5, 14, 20],
      ],
      userRowsPerPair: [
        [1, 1, 60],
        [2, 3, 25],
        [4, 7, 8],
        [8, 12, 7],
      ],
      rowsPerUser: [
        [0, 0, 20],
        [1, 3, 30],
        [4, 9, 25],
        [10, 25, 19],
        [26, 60, 6],
      ],
    },
  },
  huge: {
    text: 'as thin, for the size of huge',
    mostRowsTo: 'small-groups',
    distributions: {
      ...THIN,
      accountsPerSet: [
        [0, 0, 12],
        [1, 10, 44],
        [11, 50, 30],
        [51, 150, 9],
        [151, 400, 4],
        [401, 1500, 1],
      ],
      setsPerAccount: [
        [0, 0, 2],
        [1, 15, 18],
        [16, 30, 36],
        [31, 50, 28],
        [51, 80, 14],
        [81, 150, 2],
      ],
    },
  },
} as const satisfies Record<string, Shape>;

/** IAM of a member AWS account. Reserved roles come on top: one for every permission set provisioned to it. */
export const IAM: Readonly<Record<'users' | 'groups' | 'roles' | 'policies', Distribution>> = {
  users: [
    [0, 0, 35],
    [1, 3, 40],
    [4, 10, 20],
    [11, 40, 5],
  ],
  groups: [
    [0, 0, 45],
    [1, 3, 45],
    [4, 8, 10],
  ],
  roles: [
    [8, 15, 30],
    [16, 30, 45],
    [31, 60, 20],
    [61, 120, 5],
  ],
  policies: [
    [0, 2, 30],
    [3, 8, 45],
    [9, 20, 20],
    [21, 50, 5],
  ],
};

/** One AWS account has grown for ten years: where pages of a thousand rows come from. */
export const CROWDED = { users: 1_200, groups: 60, roles: 800, policies: 500 } as const;
