import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { getOptions } from '../../../api/queries.ts';
import type { Output, PathFor } from '../../../api/routes.ts';
import { Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/layout/page.tsx';

type EntityPath = Extract<PathFor<'GET'>, `/api/v1/${string}/:${string}`>;
interface EntityPageProps<P extends EntityPath> {
  path: P;
  params: Record<string, string>;
  asOf?: string | undefined;
  section: { label: string; to: string };
  title: (entity: Output<'GET', P>) => string;
  beside?: (entity: Output<'GET', P>) => ReactNode;
  facts: (entity: Output<'GET', P>) => ReactNode;
  actions?: ReactNode;
  children: (entity: Output<'GET', P>) => ReactNode;
}

/** The one skeleton of all things in the inventory: what, where, state, freshness; then its tabs. */
export function EntityPage<P extends EntityPath>(props: EntityPageProps<P>) {
  const input = { params: props.params, ...(props.asOf ? { query: { asOf: props.asOf } } : {}) };
  const entity = useQuery(getOptions(props.path, input as never));
  const trail = [{ label: 'Explore' }, props.section];
  if (entity.data === undefined) {
    return (
      <Page title={entity.isError ? 'Not shown' : ''} trail={trail} actions={props.actions}>
        {entity.isError ? (
          <Failed
            error={entity.error}
            retry={() => void entity.refetch()}
            what={`This one of ${props.section.label}`}
          />
        ) : (
          <Loading />
        )}
      </Page>
    );
  }
  const data = entity.data as Output<'GET', P>;
  return (
    <Page
      title={props.title(data)}
      trail={trail}
      beside={props.beside?.(data)}
      facts={props.facts(data)}
      actions={props.actions}
    >
      {props.children(data)}
    </Page>
  );
}
