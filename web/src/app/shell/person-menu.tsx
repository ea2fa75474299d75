import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconBeach, IconChevronDown, IconKey, IconLogout, IconUser } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../../api/client.ts';
import { useSession } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import { Avatar } from '../../ui/path/avatar.tsx';
import classes from './shell.module.css';

const schemes = [
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['auto', 'As the system'],
] as const;

export function PersonMenu() {
  const { person, permissions } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const signOut = async () => {
    const out = await client.remove('/api/v1/session').catch(() => null);
    // Whoever signed in at a provider is signed out there as well, and comes back to the same page from there.
    if (out?.providerSignOutUrl) return window.location.assign(out.providerSignOutUrl);
    await navigate({ to: '/signed-out', search: {} });
    // What is asked for by now is asked by the page of nobody.
    queryClient.removeQueries({ predicate: (query) => !query.isActive() });
  };
  return (
    <Menu position="bottom-end" width={232}>
      <Menu.Target>
        <button type="button" className={classes.person}>
          <Avatar name={person.name} />
          <span className={classes.personName}>{person.name}</span>
          <span className="cs-sr">, menu</span>
          <IconChevronDown size={14} stroke={1.75} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.email ?? person.name}</Menu.Label>
        <Menu.Item
          leftSection={<IconUser size={15} stroke={1.75} />}
          onClick={() => void navigate({ to: `/people/${person.id}` })}
        >
          My access
        </Menu.Item>
        {permissions.includes('requests.make') ? (
          <Menu.Item
            leftSection={<IconBeach size={15} stroke={1.75} />}
            onClick={() => void navigate({ to: '/out-of-office' })}
          >
            Out of office
          </Menu.Item>
        ) : null}
        {permissions.includes('api-tokens.manage-own') ? (
          <Menu.Item
            leftSection={<IconKey size={15} stroke={1.75} />}
            onClick={() => void navigate({ to: '/settings/api-tokens' })}
          >
            API tokens
          </Menu.Item>
        ) : null}
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as 'light' | 'dark' | 'auto')}>
          {schemes.map(([scheme, label]) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} stroke={1.75} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
