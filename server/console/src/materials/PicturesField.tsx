import { App, Button, Upload } from 'antd';
import { type In, sentenceOf, useSend } from '../api';

/** A picture of a content. */
export type Picture = In<'materials', 'save'>['pictures'][number];

/** Phones take pictures of this size at most; more is refused before it is sent. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Where staff see a picture, also of a draft. */
export const staffPicture = (id: string): string => `/api/pictures/${id}`;

/** Pictures in the order in which they are shown: add, move to the front, take away. */
export const PicturesField = ({
  value,
  onChange,
  max,
}: {
  value: readonly Picture[];
  onChange: (pictures: Picture[]) => void;
  max: number;
}) => {
  const { message } = App.useApp();
  const send = useSend('pictures', 'upload');
  const take = async (file: File): Promise<void> => {
    if (file.size > MAX_BYTES) {
      void message.warning(`「${file.name}」超过 8 MB，压小一点再传。`);
      return;
    }
    send.mutate(
      { file: new Uint8Array(await file.arrayBuffer()) },
      {
        onSuccess: (picture) => onChange([...value, picture].slice(0, max)),
        onError: (failure) => void message.warning(sentenceOf(failure)),
      },
    );
  };
  return (
    <div className="pictures">
      {value.map(({ id, width, height }, i) => (
        <figure key={id}>
          <img src={staffPicture(id)} alt={`第 ${i + 1} 张图`} width={width} height={height} />
          <figcaption>
            {i > 0 && (
              <Button
                size="small"
                type="text"
                aria-label={`第 ${i + 1} 张图往前`}
                onClick={() => onChange(moved(value, i))}
              >
                ←
              </Button>
            )}
            <Button
              size="small"
              type="text"
              aria-label={`去掉第 ${i + 1} 张图`}
              onClick={() => onChange(value.filter((each) => each.id !== id))}
            >
              ×
            </Button>
          </figcaption>
        </figure>
      ))}
      {value.length < max && (
        <Upload
          accept="image/png,image/jpeg,image/webp"
          showUploadList={false}
          beforeUpload={(file) => {
            void take(file);
            return false;
          }}
        >
          <Button loading={send.isPending}>{value.length === 0 ? '传一张图' : '再传一张'}</Button>
        </Upload>
      )}
    </div>
  );
};

/** The list with one picture a place further to the front. */
const moved = (pictures: readonly Picture[], at: number): Picture[] => {
  const rest = pictures.filter((_, i) => i !== at);
  return rest.toSpliced(at - 1, 0, pictures[at]!);
};
