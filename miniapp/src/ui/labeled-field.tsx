import type { ReactNode } from 'react';
import type { FieldProps } from './elements-types';
import { Box, Field, Words } from './elements';
import './labeled-field.scss';

/** A field of a form: its name above it, how much is written of several lines, and below it what is wrong with it. */
export const LabeledField = ({ problem, ...field }: FieldProps & { problem?: string }) => (
  <Box className={`labeled ${problem ? 'labeled-wrong' : ''}`}>
    <Box className="labeled-name" silent>
      <Words>{field.label}</Words>
      {field.kind === 'lines' ? (
        <Words className="labeled-count">{`${field.value.length} / ${field.maxLength}`}</Words>
      ) : null}
    </Box>
    <Field {...field} />
    {problem ? (
      <Box className="labeled-problem" role="alert">
        {problem}
      </Box>
    ) : null}
  </Box>
);

/** Fields beside each other. */
export const FieldRow = ({ children }: { children: ReactNode }) => (
  <Box className="labeled-row">{children}</Box>
);
