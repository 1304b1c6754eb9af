import { Button, Checkbox, Input } from 'antd';

interface Choice {
  trigger: string;
  label: string;
  correct?: boolean;
}

/** The choices of a vote or a quiz: what people type and what it means; for a quiz also which are right. */
export const Options = <T extends Choice>({
  value,
  onChange,
  blank,
}: {
  value: T[];
  onChange: (options: T[]) => void;
  /** A new choice for the given number. */
  blank: (trigger: string) => T;
}) => {
  const set = (at: number, part: Partial<T>): void =>
    onChange(value.map((one, i) => (i === at ? { ...one, ...part } : one)));
  return (
    <div>
      {value.map((one, i) => (
        <div className="option-row" key={i}>
          <Input
            className="short"
            aria-label={`第 ${i + 1} 个选项扣什么`}
            prefix={<span className="quiet">扣</span>}
            value={one.trigger}
            onChange={({ target }) => set(i, { trigger: target.value } as Partial<T>)}
          />
          <Input
            aria-label={`第 ${i + 1} 个选项是什么`}
            placeholder="这个选项是什么"
            maxLength={60}
            value={one.label}
            onChange={({ target }) => set(i, { label: target.value } as Partial<T>)}
          />
          {one.correct !== undefined && (
            <Checkbox
              checked={one.correct}
              onChange={({ target }) => set(i, { correct: target.checked } as Partial<T>)}
            >
              对
            </Checkbox>
          )}
          <Button
            type="text"
            aria-label={`删掉第 ${i + 1} 个选项`}
            onClick={() => onChange(value.filter((_, at) => at !== i))}
          >
            ×
          </Button>
        </div>
      ))}
      <Button
        type="dashed"
        style={{ marginTop: 8 }}
        onClick={() => onChange([...value, blank(String(value.length + 1))])}
      >
        加一个选项
      </Button>
    </div>
  );
};
