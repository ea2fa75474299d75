/** SQL condition: the person was told of this thing in the 12 hours before $1, so that a reminder would be too much. */
export const toldLately = (personId: string, objectKind: string, objectId: string): string => `exists (
  select from notification lately where lately.person_id = ${personId} and lately.object_kind = ${objectKind}
    and lately.object_id = ${objectId} and lately.created_at > $1::timestamptz - interval '12 hours')`;
