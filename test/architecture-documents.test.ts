import { describe, expect, it } from 'vitest';
import { errorCodesIn } from '../scripts/check/error-codes.ts';
import { settingsIn } from '../scripts/check/settings.ts';
import { betweenMarkers } from '../scripts/generate/between-markers.ts';
import { boxOf, drawDiagram } from '../scripts/generate/diagram.ts';

const codesIn = (text: string): string[] => errorCodesIn('x.ts', text).map(({ code }) => code);

describe('the check that every error code is explained', () => {
  it('finds codes wherever they are given, both arms of a choice included', () => {
    expect(codesIn("throw new Refusal('invalid', 'role-arn-invalid', 'text');")).toEqual(['role-arn-invalid']);
    expect(codesIn("throw new Refusal('invalid', a ? 'one-code' : 'other-code', 't');")).toEqual([
      'one-code',
      'other-code',
    ]);
    expect(codesIn("new AwsUnreachable('aws-unreachable', 't', { mend: '' });")).toEqual(['aws-unreachable']);
    expect(codesIn("return problem(request, 415, 'not-json', 't');")).toEqual(['not-json']);
    expect(codesIn("const reason = { code: 'sync-bug', message: 't', mend: 'm' };")).toEqual(['sync-bug']);
  });

  it("leaves AWS's codes and unrelated objects alone", () => {
    expect(codesIn("const error = { kind: 'other', code: 'RepeatedToken', message: 't' };")).toEqual([]);
    expect(codesIn("const x = { code: 'some-thing', size: 3 }; call('first', 'second-thing');")).toEqual([]);
  });

  it('finds every setting of the environment', () => {
    const text = 'const Environment = z.object({\n  /** why */\n  PORT: z.number(),\n  HOST: z.string(),\n});\n';
    expect(settingsIn(text)).toEqual(['PORT', 'HOST']);
  });
});

describe('generated parts of pages', () => {
  const page = 'a\n<!-- diagram: written by npm run generate -->\nold\n<!-- /diagram -->\nb\n';

  it('replace what is between their markers and nothing else', () => {
    const made = betweenMarkers('PAGE.md', page, 'diagram', 'new');
    expect(made).toBe('a\n<!-- diagram: written by npm run generate -->\nnew\n<!-- /diagram -->\nb\n');
    expect(betweenMarkers('PAGE.md', made, 'diagram', 'new')).toBe(made);
  });

  it('are refused where a marker is missing, so that no page is cut off', () => {
    expect(() => betweenMarkers('PAGE.md', 'a\n<!-- /diagram -->\n', 'diagram', 'new')).toThrow('PAGE.md');
    expect(() => betweenMarkers('PAGE.md', page.replace('/diagram', ''), 'diagram', 'new')).toThrow('PAGE.md');
  });

  it('draw each import between boxes once, and none of tests', () => {
    const drawing = drawDiagram([
      ['src/adapters/aws/a.ts', 'src/core/shared/b.ts'],
      ['src/adapters/aws/c.ts', 'src/core/shared/d.ts'],
      ['src/adapters/aws/c.test.ts', 'src/contract/d.ts'],
      ['src/compose/serve.ts', 'src/adapters/aws/a.ts'],
    ]);
    expect(drawing.match(/-->/g)).toHaveLength(1);
    expect(drawing).toContain('adapters_aws --> core_shared');
    expect(drawing).not.toContain('contract');
    expect(boxOf('src/entrypoints/cli/main.ts')).toBe('entrypoints/cli');
  });
});
