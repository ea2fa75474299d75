import '@mantine/spotlight/styles.css';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconArrowRight, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { getOptions, useSession } from '../../api/queries.ts';
import { addressOfThing, kindIcons, kindWords } from '../../ui/path/kinds.ts';
import { navigationFor } from './navigation-items.ts';
import classes from './palette.module.css';
import { questionIn } from './question.ts';

const [store, palette] = createSpotlight();

/** Go to a page, find a thing, or ask "who can reach X". */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 120);
  const question = questionIn(asked);
  useEffect(() => palette.open(), []);
  const { hits, isSearching } = useHits(question.subject);
  const pages = usePages(text);
  const isEmpty = pages.length === 0 && hits.length === 0;
  return (
    <Spotlight.Root
      store={store}
      query={text}
      onQueryChange={setText}
      onSpotlightClose={onClose}
      shortcut={null}
      maxHeight={440}
      scrollable
      centered={false}
      yOffset="10vh"
      overlayProps={{ backgroundOpacity: 0.24, blur: 0 }}
      transitionProps={{ duration: 120 }}
      attributes={{ content: { 'aria-label': 'Search and commands' } }}
      classNames={{ content: classes.content, body: classes.body, search: classes.search, actionsGroup: classes.group }}
    >
      <Spotlight.Search
        placeholder="Search, or ask “who can reach prod-payments”"
        aria-label="Search or ask"
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
      />
      <Spotlight.ActionsList className={classes.list}>
        {hits.length > 0 ? <Found hits={hits} verb={question.verb} /> : null}
        {pages.length > 0 ? <Pages pages={pages} /> : null}
        {isEmpty ? (
          <Spotlight.Empty className={classes.empty}>
            {isSearching ? 'Searching…' : `Nothing that you may see is called “${question.subject}”.`}
          </Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function useHits(subject: string) {
  const { permissions } = useSession();
  const isWanted = subject.length > 0 && permissions.includes('access.read');
  const { data, isFetching } = useQuery({
    ...getOptions('/api/v1/search', { query: { q: subject, limit: 12 } }),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
  return { hits: isWanted ? (data?.items ?? []) : [], isSearching: isWanted && isFetching };
}

function usePages(text: string) {
  const { permissions } = useSession();
  const words = text.trim().toLowerCase();
  return navigationFor(permissions)
    .flatMap((section) => section.items)
    .filter((item) => item.label.toLowerCase().includes(words));
}

type Hits = ReturnType<typeof useHits>['hits'];
function Found({ hits, verb }: { hits: Hits; verb: string | null }) {
  const navigate = useNavigate();
  return (
    <Spotlight.ActionsGroup label={verb ?? 'Found'}>
      {hits.map((hit) => {
        const Icon = kindIcons[hit.kind];
        const to = addressOfThing(hit.kind, hit.id);
        return (
          <Spotlight.Action
            key={`${hit.kind}:${hit.id}`}
            className={classes.action}
            onClick={() => {
              if (to) void navigate({ to });
            }}
          >
            <Icon size={15} stroke={1.75} aria-hidden />
            <span className={classes.name}>{hit.name}</span>
            <span className={classes.detail}>{hit.detail || kindWords[hit.kind]}</span>
          </Spotlight.Action>
        );
      })}
    </Spotlight.ActionsGroup>
  );
}

function Pages({ pages }: { pages: ReturnType<typeof usePages> }) {
  const navigate = useNavigate();
  return (
    <Spotlight.ActionsGroup label="Go to">
      {pages.map(({ to, label, icon: Icon }) => (
        <Spotlight.Action key={to} className={classes.action} onClick={() => void navigate({ to })}>
          <Icon size={15} stroke={1.75} aria-hidden />
          <span className={classes.name}>{label}</span>
          <IconArrowRight size={13} stroke={1.75} aria-hidden className={classes.arrow} />
        </Spotlight.Action>
      ))}
    </Spotlight.ActionsGroup>
  );
}
