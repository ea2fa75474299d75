import { useMutation, useQuery } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { getOptions, refresh } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import type { Member, MemberRole } from '../../api/types.ts';

const memberOptions = (id: string) => getOptions('/api/v1/members/:id', { params: { id } });

export const useMember = (id: string) => useQuery(memberOptions(id));
/** What each role may do, in the server's words. */
export const useRoles = () => useQuery({ ...getOptions('/api/v1/member-roles', {}), staleTime: 30_000 });

/** The person as they are after a change; lists, counts and, of one's own, what the page offers are asked anew. */
export const keepMember = (member: Member) => {
  queryClient.setQueryData(memberOptions(member.id).queryKey, member);
  return refresh(
    '/api/v1/members',
    '/api/v1/member-roles',
    '/api/v1/session',
    '/api/v1/people',
    '/api/v1/audit-entries',
  );
};

export type RoleChange = { role: MemberRole; isGiven: boolean };
/** Gives a role, or takes it away. */
export const useRoleChange = (id: string) =>
  useMutation({
    mutationFn: ({ role, isGiven }: RoleChange) =>
      isGiven
        ? client.post('/api/v1/members/:id/roles', { params: { id }, body: { role } })
        : client.remove('/api/v1/members/:id/roles/:role', { params: { id, role } }),
    onSuccess: keepMember,
  });
