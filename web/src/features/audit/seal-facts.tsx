import { useQuery } from '@tanstack/react-query';
import { getOptions } from '../../api/queries.ts';
import { Fact } from '../../ui/layout/page.tsx';
import { Banner } from '../../ui/status/banner.tsx';
import { sealWords } from './seal-words.ts';

/** The sealer comes every few seconds. */
const askEveryMs = 10_000;
const sealOptions = getOptions('/api/v1/audit-seal', {});
const useSeal = () => useQuery({ ...sealOptions, refetchInterval: askEveryMs });

/** How far the log is sealed, and when that was last signed (SEC-3). */
export function SealFacts() {
  const { data: seal } = useSeal();
  if (!seal) return null;
  const { checkpoint } = seal;
  const words = sealWords(seal);
  return (
    <>
      <Fact label="Sealed">{words.sealed}</Fact>
      {words.waiting ? <Fact label="Waiting">{words.waiting}</Fact> : null}
      <Fact label="Checkpoint">
        {checkpoint ? (
          <span title={`${checkpoint.count} entries, head ${checkpoint.head}, signed by ${checkpoint.keyId}`}>
            {words.checkpoint}
          </span>
        ) : (
          words.checkpoint
        )}
      </Fact>
    </>
  );
}

/** Above the log, where the database no longer holds what was signed. */
export function SealAlarm() {
  const { data: seal } = useSeal();
  if (!seal || seal.isAsSigned) return null;
  return (
    <div style={{ marginTop: 12, marginBottom: -12 }}>
      <Banner tone="bad">
        <p>
          <strong>This is not the log that was signed.</strong> It was changed in the database after{' '}
          {sealWords(seal).checkpoint}, and nothing more is sealed. Keep a copy of the database as it is; which entries
          were changed says <code className="cs-mono">countersign audit verify</code>.
        </p>
      </Banner>
    </div>
  );
}
