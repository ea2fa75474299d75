import type {
  GenerateServiceLastAccessedDetailsRequest,
  GenerateServiceLastAccessedDetailsResponse,
  GetServiceLastAccessedDetailsRequest,
  GetServiceLastAccessedDetailsResponse,
  ServiceLastAccessed,
} from '@aws-sdk/client-iam';
import { Collection } from '../../../state/collection.ts';
import type { ServiceAccess } from '../../../state/iam/iam-reports.ts';
import { operation } from '../../service.ts';
import { noSuchEntity } from '../refusals.ts';
import { requireSubject, servicesOf } from './last-accessed-subject.ts';
import { reportDelayMs } from './report-delay.ts';
import { SERVICE_NAMES } from './service-names.ts';

/** AWS keeps a report that long (IAM User Guide, "last accessed information"). */
const KEPT_MS = 168 * 3600 * 1000;

export const generateServiceLastAccessedDetails = operation<
  GenerateServiceLastAccessedDetailsRequest,
  GenerateServiceLastAccessedDetailsResponse
>({
  name: 'GenerateServiceLastAccessedDetails',
  resources: (_, { Arn }) => [{ arn: Arn }],
  handle(call, { Arn, Granularity = 'SERVICE_LEVEL' }) {
    const { account, now, world } = call;
    const subject = requireSubject(account, Arn);
    for (const job of account.lastAccessedJobs.all()) {
      if (now - job.createdAt > KEPT_MS) account.lastAccessedJobs.delete(job.id);
    }
    const job = account.lastAccessedJobs.add({
      id: world.ids.uuid(),
      callerId: call.caller.uniqueId,
      granularity: Granularity,
      createdAt: now,
      readyAt: now + reportDelayMs(call),
      services: servicesOf(account, subject),
    });
    world.changed();
    return { JobId: job.id };
  },
});

/** Read by whoever asked for it, and nobody else. While it is made it has no rows, and AWS's schema wants a date. */
export const getServiceLastAccessedDetails = operation<
  GetServiceLastAccessedDetailsRequest,
  GetServiceLastAccessedDetailsResponse
>({
  name: 'GetServiceLastAccessedDetails',
  handle(call, { JobId }) {
    const job = call.account.lastAccessedJobs.get(JobId);
    if (job?.callerId !== call.caller.uniqueId) throw noSuchEntity(`Job with ID ${JobId} cannot be found.`);
    const isReady = call.now >= job.readyAt;
    const services = new Collection((service: ServiceAccess) => service.namespace, isReady ? job.services : []);
    const { items, nextToken } = call.page(services);
    return {
      JobStatus: isReady ? 'COMPLETED' : 'IN_PROGRESS',
      JobType: job.granularity,
      JobCreationDate: new Date(job.createdAt),
      ServicesLastAccessed: items.map(shown),
      JobCompletionDate: new Date(isReady ? job.readyAt : job.createdAt),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

function shown({ namespace, entities, at, region, entityArn }: ServiceAccess): ServiceLastAccessed {
  return {
    ServiceName: SERVICE_NAMES[namespace] ?? namespace,
    ServiceNamespace: namespace,
    ...(at === undefined ? {} : { LastAuthenticated: new Date(at), LastAuthenticatedEntity: entityArn }),
    ...(region === undefined ? {} : { LastAuthenticatedRegion: region }),
    TotalAuthenticatedEntities: entities,
  };
}
