import type { Cases } from '../operation-case.ts';

export function cloudTrailCases(): Cases {
  const byName = { AttributeKey: 'EventName', AttributeValue: 'CreateUser' };
  return {
    LookupEvents: {
      input: {},
      errors: [
        {
          code: 'InvalidLookupAttributesException',
          message: 'You can specify only one lookup attribute.',
          input: { LookupAttributes: [byName, byName] },
        },
        {
          code: 'InvalidTimeRangeException',
          message: 'The start time must be before the end time.',
          input: { StartTime: new Date(2000), EndTime: new Date(1000) },
        },
      ],
    },
    DescribeTrails: { input: {} },
  };
}
