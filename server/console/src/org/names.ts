import { useApi } from '../api';
import { useCan } from '../app/session';

/** Names staff by their id, for those who may see the staff; others read 一位同事. What is no id stays as it is. */
export const useStaffNames = (): ((id: string) => string) => {
  const can = useCan();
  const staff = useApi('org', 'staff', {}, { enabled: can('org.read') });
  return (id) => {
    if (!id.startsWith('stf_')) return id;
    return staff.data?.items.find((member) => member.id === id)?.name ?? '一位同事';
  };
};
