import type { DescribeTrailsRequest, DescribeTrailsResponse } from '@aws-sdk/client-cloudtrail';
import { operation } from '../service.ts';

/** Nobody has set up a trail; the event history is there without. */
export const describeTrails = operation<DescribeTrailsRequest, DescribeTrailsResponse>({
  name: 'DescribeTrails',
  handle: () => ({ trailList: [] }),
});
