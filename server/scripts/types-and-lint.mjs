// The compiler's types and the linter's rules over one of the three programs this repository is made of. Both ask the
// same type checker, which is what either of them spends its time on: what one has worked out the other finds done.
import path from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';
import { root } from './bootstrap.mjs';

/** Folders with a program of their own; what lies in none of them belongs to the root's. */
const APART = ['server/console', 'miniapp'];

/** The program of a folder, as `tsc -p` makes it. @throws Error when its settings cannot be read */
function programOf(folder) {
  const settings = ts.getParsedCommandLineOfConfigFile(
    path.join(root, folder, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (one) => {
        throw new Error(said([one]));
      },
    },
  );
  const { fileNames: rootNames, options, errors: configFileParsingDiagnostics } = settings;
  const host = ts.createCompilerHost(options, true);
  return ts.createProgram({ rootNames, options, configFileParsingDiagnostics, host });
}

const said = (diagnostics) =>
  ts.formatDiagnostics(diagnostics, {
    getCanonicalFileName: (file) => file,
    getCurrentDirectory: () => root,
    getNewLine: () => '\n',
  });

/** What the linter says of every file of a folder; a file that the program does not know is an error. */
async function lint(folder, program) {
  const eslint = new ESLint({
    cwd: root,
    ignorePatterns: APART.filter((one) => one !== folder).map((one) => `${one}/**`),
    overrideConfig: { languageOptions: { parserOptions: { projectService: false, programs: [program] } } },
  });
  const results = await eslint.lintFiles([folder]);
  const found = results.some(({ errorCount, warningCount }) => errorCount + warningCount > 0);
  return found ? (await eslint.loadFormatter('stylish')).format(results) : '';
}

const folder = process.argv[2] ?? '.';
const program = programOf(folder);
const complaints = said(ts.getPreEmitDiagnostics(program)) + (await lint(folder, program));
if (complaints) {
  process.stdout.write(complaints);
  process.exitCode = 1;
}
