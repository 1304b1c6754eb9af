import { useEffect, useState } from 'react';
import { AGREE_BUTTON_ID, answerPrivacy, onPrivacyAsked, openPrivacyContract } from '@/platform/privacy';
import { QuietButton, TextButton } from './buttons';
import { Box } from './elements';
import { Sheet } from './sheet';

const refuse = (): void => answerPrivacy(false);

/** WeChat's privacy question in our words; appears only when WeChat asks for it. */
export const PrivacySheet = () => {
  const [asked, setAsked] = useState(false);
  useEffect(() => onPrivacyAsked(setAsked), []);
  if (!asked) return null;
  return (
    <Sheet title="先说清楚再继续" onClose={refuse}>
      <Box className="sheet-text">
        接下来要用到手机的一项能力，比如把「1」放进剪贴板。只在你点的时候用，不会拿去做别的。
      </Box>
      <QuietButton
        id={AGREE_BUTTON_ID}
        openType="agreePrivacyAuthorization"
        onTap={() => answerPrivacy(true)}
      >
        知道了，继续
      </QuietButton>
      <TextButton onTap={openPrivacyContract}>看隐私说明全文</TextButton>
      <TextButton onTap={refuse}>先不用</TextButton>
    </Sheet>
  );
};
