import type { AwsConnection } from './model/aws-connection.ts';
import type { Checklist } from './model/checklist.ts';
import type { ServiceIdentity } from './model/service-identity.ts';

/** Read-only questions to AWS, asked before a transaction, at most 10 s in all (architecture.md, A use case). */
export interface AwsProbe {
  /** Never throws for what AWS or the network say: every failure is a line of the checklist. */
  test(connection: AwsConnection): Promise<Checklist>;
  serviceIdentity(): Promise<ServiceIdentity>;
}
