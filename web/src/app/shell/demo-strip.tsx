import { Menu } from '@mantine/core';
import { IconChevronDown, IconFlask2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../../api/client.ts';
import { getOptions, sessionOptions, useSession } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import type { DemoSignIn } from '../../api/types.ts';
import { Avatar } from '../../ui/path/avatar.tsx';
import { roleWords } from '../../ui/text/words.ts';
import classes from './shell.module.css';
import { useStripHeight } from './use-strip-height.ts';

/** Says that this is the demo, as whom one is here, and lets one be somebody else. */
export function DemoStrip() {
  const { person, roles } = useSession();
  const strip = useStripHeight<HTMLDivElement>();
  const known = roles.map((role) => roleWords[role] ?? role).join(', ');
  return (
    <div ref={strip} className={classes.demo} role="region" aria-label="Demo">
      <IconFlask2 size={15} stroke={1.75} aria-hidden />
      <span className={classes.demoText}>
        <strong>Demo data.</strong>
        <span className={classes.demoMore}> A simulated AWS on this machine; nothing here reaches Amazon.</span>
      </span>
      <span className={classes.grow} />
      <span className={classes.demoWho}>
        You are <Avatar name={person.name} size={18} /> <strong>{person.name}</strong> {person.title ?? known}
      </span>
      <SwitchPerson />
    </div>
  );
}

function SwitchPerson() {
  const { data } = useQuery(getOptions('/api/v1/demo/sign-ins', {}));
  const navigate = useNavigate();
  const become = async (as: DemoSignIn['as']) => {
    const session = await client.post('/api/v1/session', { body: { kind: 'demo', as } });
    queryClient.clear();
    queryClient.setQueryData(sessionOptions.queryKey, session);
    await navigate({ to: '/', search: {} });
    await queryClient.invalidateQueries();
  };
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <button type="button" className={classes.demoSwitch}>
          Switch person
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {(data?.items ?? []).map((item) => (
          <Menu.Item
            key={item.as}
            onClick={() => void become(item.as)}
            leftSection={<Avatar name={item.person.name} size={22} />}
          >
            <span className={classes.demoName}>{item.person.name}</span>
            <span className={classes.demoRole}>{roleWords[item.as] ?? item.as}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
