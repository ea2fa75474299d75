import { Button } from '@mantine/core';
import { IconCheck, IconCloud, IconPlus, IconUserShield, IconUsersGroup } from '@tabler/icons-react';
import type { CatalogItem } from '../../../api/types.ts';
import { Status } from '../../../ui/status/status.tsx';
import { Time } from '../../../ui/text/time.tsx';
import { minutesWords } from '../../../ui/text/words.ts';
import { keyOf, partsOf } from '../words/entitlement.tsx';
import { stepsWords } from '../words/step-words.ts';
import classes from './ask.module.css';
import type { Basket } from './use-basket.ts';
import { type CatalogGroup, groupsOf, isAskable } from './use-catalog.ts';

interface ListProps {
  items: CatalogItem[];
  basket: Basket;
  minutes: number;
}
/** The catalog under its AWS accounts: what may be asked for, up to what, by whom approved; and why not for the rest. */
export function CatalogList({ items, basket, minutes }: ListProps) {
  return (
    <div role="table" aria-label="What can be asked for" className={classes.catalog}>
      <div role="rowgroup">
        <div role="row" className={`${classes.row} ${classes.rowHead}`}>
          <span role="columnheader">Access</span>
          <span role="columnheader">Up to</span>
          <span role="columnheader">Approved by</span>
          <span role="columnheader">
            <span className="cs-sr">In the basket</span>
          </span>
        </div>
      </div>
      {groupsOf(items).map((group) => (
        <Group key={`${group.key} ${group.items[0]?.name}`} group={group} basket={basket} minutes={minutes} />
      ))}
    </div>
  );
}

function Group({ group, basket, minutes }: { group: CatalogGroup; basket: Basket; minutes: number }) {
  const isOfRoles = group.items[0]?.ref.kind === 'assume-role';
  const Icon = group.awsAccount ? IconCloud : isOfRoles ? IconUserShield : IconUsersGroup;
  return (
    <div role="rowgroup" aria-label={group.title}>
      <div role="row" className={classes.group}>
        <span role="cell" className={classes.groupName}>
          <Icon size={15} stroke={1.75} aria-hidden />
          <strong>{group.title}</strong>
          {group.awsAccount ? <code className="cs-mono">{group.awsAccount.awsAccountId}</code> : null}
        </span>
      </div>
      {group.items.map((item) => (
        <Row key={keyOf(item)} item={item} basket={basket} minutes={minutes} />
      ))}
    </div>
  );
}

function Row({ item, basket, minutes }: { item: CatalogItem; basket: Basket; minutes: number }) {
  const { answer } = item;
  const isIn = basket.has(item);
  const canAsk = isAskable(item, minutes);
  return (
    <div role="row" className={classes.row} data-in={isIn || undefined} data-off={!canAsk || undefined}>
      <span role="cell" className={classes.what}>
        <Name of={item} />
        {canAsk ? (
          <span>{item.isHeld ? heldWords(basket.person?.name) : descriptionOf(item)}</span>
        ) : (
          <span className={classes.why}>
            {answer.reasons.join(' ')} <Since item={item} />
          </span>
        )}
      </span>
      <span role="cell" className={classes.upTo}>
        {canAsk && answer.maxMinutes !== null ? minutesWords(answer.maxMinutes) : ''}
      </span>
      <span role="cell" className={classes.by}>
        {answer.isAllowed ? stepsWords(answer.steps) : canAsk ? 'depends on the time' : ''}
      </span>
      <span role="cell" className={classes.act}>
        <Choice item={item} isIn={isIn} canAsk={canAsk} onToggle={() => basket.toggle(item)} />
      </span>
    </div>
  );
}

/** A role says which AWS account it is in: its heading is not an AWS account, as that of a permission set is. */
function Name({ of }: { of: CatalogItem }) {
  const { what, joint, where } = partsOf(of);
  const isRole = of.ref.kind === 'assume-role';
  return (
    <strong>
      {what}
      {isRole ? <span className={classes.place}>{` ${joint} ${where}`}</span> : null}
    </strong>
  );
}

/** Since when a group of an identity provider gives it, to who is in one. */
function Since({ item: { givenBy } }: { item: CatalogItem }) {
  const [first] = givenBy.flatMap(({ heldSince }) => heldSince ?? []).sort();
  return first ? (
    <>
      Since <Time at={first} as="day" />.
    </>
  ) : null;
}

const heldWords = (name: string | undefined): string =>
  name ? `${name} has it now, by a lease` : 'You have it now, by a lease: Extend on Home gives it more time';

/** A group says where it is: IAM groups are of one AWS account. */
function descriptionOf({ ref, description, awsAccount }: CatalogItem): string {
  if (ref.kind !== 'group-member') return description ?? '';
  const where = awsAccount ? `IAM group in ${awsAccount.name}` : 'Group of Identity Center';
  return description ? `${description} · ${where}` : where;
}

function Choice(props: { item: CatalogItem; isIn: boolean; canAsk: boolean; onToggle: () => void }) {
  const { item, isIn, canAsk, onToggle } = props;
  if (item.isHeld && !canAsk) return <Status sign="pass">Held</Status>;
  if (!canAsk) return <Status sign="not-granted">Not by request</Status>;
  return (
    <Button
      size="xs"
      className={classes.add}
      data-in={isIn || undefined}
      aria-pressed={isIn}
      aria-label={isIn ? `In basket: ${item.name}` : `Add ${item.name}`}
      leftSection={
        isIn ? <IconCheck size={14} stroke={1.75} aria-hidden /> : <IconPlus size={14} stroke={1.75} aria-hidden />
      }
      onClick={onToggle}
    >
      <span className={classes.addWord}>{isIn ? 'In basket' : 'Add'}</span>
    </Button>
  );
}
