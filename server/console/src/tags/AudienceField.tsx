import { Field } from '../activities/editor/Field';
import { useCan } from '../app/session';
import { SegmentSelect } from './pick';

/** For whom something is: everybody, or only the people of a segment. */
export const AudienceField = ({
  value,
  onChange,
}: {
  value: { segmentId: string; name: string } | undefined;
  onChange: (audience: { segmentId: string; name: string } | undefined) => void;
}) => {
  const can = useCan();
  if (!can('tags.read')) return null;
  return (
    <Field label="只给一群人" hint="空着就是谁都行">
      <SegmentSelect
        clearable
        placeholder="不限"
        value={value?.segmentId ?? ''}
        onChange={(segmentId, name) => onChange(segmentId === '' ? undefined : { segmentId, name })}
      />
    </Field>
  );
};
