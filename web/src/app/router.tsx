import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { statusOf } from '../api/problem.ts';
import { sessionOptions } from '../api/queries.ts';
import { queryClient } from '../api/query-client.ts';
import { Failed, Loading } from '../ui/feedback/states.tsx';
import { Shell } from './shell/shell.tsx';

/** Search params are plain text: `JSON.parse` would turn the AWS account 004812037719 into a number. */
const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));
const stringifySearch = (search: Record<string, unknown>): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : '';
};

const root = createRootRoute({ component: Outlet });

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(sessionOptions);
    } catch (error) {
      if (statusOf(error) !== 401) throw error;
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    }
  },
});

/** Every page is a chunk of its own, fetched when first needed or hovered. */
const page = (path: string, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => signedIn, path, component });
const open = (path: string, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => root, path, component });

const explore = () => import('./pages/explore.tsx');
const entity = () => import('./pages/entity.tsx');
const tasks = () => import('../features/requests/tasks/tasks-page.tsx');
const routeTree = root.addChildren([
  open(
    '/sign-in',
    lazyRouteComponent(() => import('../features/security/sign-in-page.tsx'), 'SignInPage'),
  ),
  open(
    '/sign-in/callback',
    lazyRouteComponent(() => import('../features/security/provider-callback-page.tsx'), 'ProviderCallbackPage'),
  ),
  open(
    '/signed-out',
    lazyRouteComponent(() => import('../features/security/sign-in-page.tsx'), 'SignedOutPage'),
  ),
  open(
    '/first-run',
    lazyRouteComponent(() => import('../features/security/first-run-page.tsx'), 'FirstRunPage'),
  ),
  signedIn.addChildren([
    page(
      '/',
      lazyRouteComponent(() => import('./pages/home.tsx'), 'HomePage'),
    ),
    page('/people', lazyRouteComponent(explore, 'PeoplePage')),
    page('/people/$id', lazyRouteComponent(entity, 'PersonPage')),
    page('/identities', lazyRouteComponent(explore, 'IdentitiesPage')),
    page('/identities/$id', lazyRouteComponent(entity, 'IdentityPage')),
    page('/aws-accounts', lazyRouteComponent(explore, 'AwsAccountsPage')),
    page('/aws-accounts/$id', lazyRouteComponent(entity, 'AwsAccountPage')),
    page('/groups', lazyRouteComponent(explore, 'GroupsPage')),
    page('/groups/$id', lazyRouteComponent(entity, 'GroupPage')),
    page('/permission-sets', lazyRouteComponent(explore, 'PermissionSetsPage')),
    page('/permission-sets/$id', lazyRouteComponent(entity, 'PermissionSetPage')),
    page('/roles', lazyRouteComponent(explore, 'RolesPage')),
    page('/roles/$id', lazyRouteComponent(entity, 'RolePage')),
    page(
      '/connectors',
      lazyRouteComponent(() => import('../features/connectors/list/connectors-page.tsx'), 'ConnectorsPage'),
    ),
    page(
      '/connectors/$id',
      lazyRouteComponent(() => import('./pages/connector.tsx'), 'ConnectorRoute'),
    ),
    page(
      '/connectors/$id/runs/$runId',
      lazyRouteComponent(() => import('./pages/sync-run.tsx'), 'SyncRunRoute'),
    ),
    page(
      '/connectors/$id/setup',
      lazyRouteComponent(() => import('../features/connectors/setup/setup-page.tsx'), 'SetupPage'),
    ),
    page(
      '/applications',
      lazyRouteComponent(() => import('../features/connectors/list/applications-page.tsx'), 'ApplicationsPage'),
    ),
    page(
      '/reviews',
      lazyRouteComponent(() => import('../features/reviews/reviews-page.tsx'), 'ReviewsPage'),
    ),
    page(
      '/reviews/$campaignId',
      lazyRouteComponent(() => import('../features/reviews/review/review-page.tsx'), 'ReviewPage'),
    ),
    page(
      '/request',
      lazyRouteComponent(() => import('../features/requests/ask/ask-page.tsx'), 'AskPage'),
    ),
    page(
      '/requests',
      lazyRouteComponent(() => import('../features/requests/list/requests-page.tsx'), 'RequestsPage'),
    ),
    page(
      '/requests/$id',
      lazyRouteComponent(() => import('../features/requests/detail/request-page.tsx'), 'RequestPage'),
    ),
    // One route with and without a task, so that going from one to the next keeps the page.
    page('/tasks/{-$id}', lazyRouteComponent(tasks, 'TasksPage')),
    page(
      '/out-of-office',
      lazyRouteComponent(() => import('../features/requests/delegations/out-of-office-page.tsx'), 'OutOfOfficePage'),
    ),
    page(
      '/campaigns',
      lazyRouteComponent(() => import('../features/reviews/campaigns/campaigns-page.tsx'), 'CampaignsPage'),
    ),
    page(
      '/campaigns/new',
      lazyRouteComponent(() => import('../features/reviews/campaigns/new-campaign-page.tsx'), 'NewCampaignPage'),
    ),
    page(
      '/campaigns/$id',
      lazyRouteComponent(() => import('./pages/campaign.tsx'), 'CampaignRoute'),
    ),
    page(
      '/policies',
      lazyRouteComponent(() => import('../features/policies/policies-page.tsx'), 'PoliciesPage'),
    ),
    page(
      '/policies/new',
      lazyRouteComponent(() => import('../features/policies/policy-page.tsx'), 'NewPolicyPage'),
    ),
    page(
      '/policies/$id',
      lazyRouteComponent(() => import('../features/policies/policy-page.tsx'), 'PolicyPage'),
    ),
    page(
      '/identity-providers',
      lazyRouteComponent(() => import('../features/federation/providers-page.tsx'), 'ProvidersPage'),
    ),
    page(
      '/identity-providers/$id',
      lazyRouteComponent(() => import('../features/federation/provider-page.tsx'), 'ProviderPage'),
    ),
    page(
      '/audit-log',
      lazyRouteComponent(() => import('../features/audit/audit-page.tsx'), 'AuditPage'),
    ),
    page(
      '/settings/members',
      lazyRouteComponent(() => import('../features/members/members-page.tsx'), 'MembersPage'),
    ),
    page(
      '/settings/api-tokens',
      lazyRouteComponent(() => import('../features/security/api-tokens-page.tsx'), 'ApiTokensPage'),
    ),
    page(
      '/$',
      lazyRouteComponent(() => import('./pages/not-found.tsx'), 'NotFoundPage'),
    ),
  ]),
]);

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  defaultPendingMinMs: 0,
  scrollRestoration: true,
  defaultPendingComponent: () => <Loading label="Loading the page" />,
  defaultErrorComponent: ({ error, reset }) => (
    <div style={{ padding: '24px' }}>
      <Failed error={error} retry={reset} />
    </div>
  ),
});
