import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { getOptions } from '../../../api/queries.ts';
import type { Connector, Setup } from '../../../api/types.ts';
import { Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { SetupForm } from './setup-form.tsx';

/** Set-up of one connector: all steps on one page, each with its state (CON-5..7). */
export function SetupPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const connector = useQuery(getOptions('/api/v1/connectors/:id', { params: { id } }));
  const setup = useQuery(getOptions('/api/v1/connectors/:id/setup', { params: { id } }));
  const error = connector.error ?? setup.error;
  if (connector.data && setup.data)
    return <SetupForm key={id} connector={connector.data as Connector} setup={setup.data as Setup} />;
  return (
    <Page title={error ? 'Not shown' : ''} trail={[{ label: 'Connectors', to: '/connectors' }]}>
      {error ? (
        <Failed
          error={error}
          what="The set-up of this connector"
          retry={() => {
            void connector.refetch();
            void setup.refetch();
          }}
        />
      ) : (
        <Loading label="Loading the set-up" />
      )}
    </Page>
  );
}
