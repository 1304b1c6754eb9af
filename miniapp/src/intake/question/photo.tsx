import type { IntakeSession } from '@kouyi/shared/contracts';
import type { AnswerValue, Question } from '@kouyi/shared/types';
import { useState } from 'react';
import { call } from '@/api/call';
import { uploadPhoto } from '@/api/upload';
import { choosePhoto } from '@/platform/photo';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Box, Tap, Words } from '@/ui/elements';
import { say } from '@/ui/line';
import { withNumber } from '@/words/say';
import { MyPhoto } from '../my-photo';

interface Props {
  session: IntakeSession;
  question: Question;
  value: AnswerValue | undefined;
  onPhoto: (photoId: string | undefined) => void;
}

/** A photo: first what one agrees to, then the picture; and a way to take it back at once. */
export const PhotoField = ({ session, question, value, onPhoto }: Props) => {
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const photoId = typeof value === 'string' ? value : undefined;

  const take = async (): Promise<void> => {
    setBusy(true);
    const photo = await choosePhoto();
    if (!photo) return setBusy(false);
    const sent = await uploadPhoto(session.id, question.id, photo);
    setBusy(false);
    if (sent.ok) onPhoto(sent.value.photoId);
    else say(withNumber(sent.refusal), 'warn');
  };
  const remove = async (id: string): Promise<void> => {
    setBusy(true);
    const removed = await call('member.deletePhoto', { id });
    setBusy(false);
    if (!removed.ok) return say(withNumber(removed.refusal), 'warn');
    onPhoto(undefined);
    say('照片已删除，同意也收回了。', 'good');
  };

  if (photoId)
    return (
      <Box className="photo">
        <MyPhoto id={photoId} label={question.title} />
        <TextButton onTap={() => void remove(photoId)} busy={busy}>
          删除这张照片，收回同意
        </TextButton>
      </Box>
    );
  return (
    <Box className="photo">
      <Tap className="photo-consent" kind="checkbox" on={agreed} onTap={() => setAgreed(!agreed)}>
        <Words className={`photo-box ${agreed ? 'photo-box-on' : ''}`}>{agreed ? '✓' : ''}</Words>
        <Words className="photo-words">{`我同意：${question.consentText ?? ''}`}</Words>
      </Tap>
      <QuietButton onTap={() => void take()} disabled={!agreed} busy={busy}>
        {busy ? '正在加密上传…' : '拍照或从相册选'}
      </QuietButton>
    </Box>
  );
};
