import { useAnswerOnce } from '@/api/use-answer-once';
import { Box, Picture } from '@/ui/elements';

/** A photo of mine, fetched each time and never kept on the phone. */
export const MyPhoto = ({ id, label }: { id: string; label: string }) => {
  const dataUrl = useAnswerOnce('member.photo', { id })?.dataUrl;
  return dataUrl ? (
    <Picture className="my-photo" src={dataUrl} label={`我的照片：${label}`} />
  ) : (
    <Box className="my-photo my-photo-coming" role="status" label="正在打开照片" />
  );
};
