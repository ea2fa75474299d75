/** Of the part of the set-up page about the other AWS accounts, for links that lead there. */
export const memberAccountsId = 'other-aws-accounts';
