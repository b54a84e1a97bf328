import { dayIn, firstDay, isStartable, lastDay, momentOf, pickedFrom } from '../../../../admin/src/pages/Policy/days';
import { fieldsOfPreset, presetIn, PRESETS } from '../../../../admin/src/pages/Policy/presets';
import { DEFAULT_FIELDS } from '../../../../server/src/policy/decision/document';

const DAY = 86_400_000;

describe('the day on which a requirement starts', () => {
  it('is a day of this computer’s calendar, there and back [C62]', () => {
    for (let days = 1; days <= 364; days += 1) {
      const start = dayIn(days);
      expect(new Date(start).getHours()).toBe(0);
      expect(pickedFrom(start).getUTCHours()).toBe(0);
      expect(momentOf(pickedFrom(start))).toBe(start);
      expect(isStartable(start)).toBe(true);
    }
  });

  it('is tomorrow at the earliest, and within a year [C62]', () => {
    expect(momentOf(firstDay())).toBe(dayIn(1));
    expect(momentOf(lastDay())).toBe(dayIn(364));
    expect([isStartable(dayIn(0)), isStartable(dayIn(-1)), isStartable(dayIn(366))]).toEqual([false, false, false]);
    expect(Date.parse(dayIn(364)) - Date.now()).toBeLessThan(365 * DAY);
  });
});

describe('presets', () => {
  it('are told apart, and each matches itself [C62]', () => {
    for (const preset of PRESETS) {
      const values = { ...DEFAULT_FIELDS, ...fieldsOfPreset(preset, []) };
      expect(presetIn(values, [])).toBe(preset);
      expect(presetIn({ ...values, gracePeriodDays: 3 }, [])).toBeNull();
    }
    expect(presetIn(DEFAULT_FIELDS, [])).toBeNull();
  });

  it('leave alone what the configuration fixes [C62]', () => {
    const locked = ['requirement', 'planned'];
    expect(Object.keys(fieldsOfPreset('strict', locked))).not.toEqual(expect.arrayContaining(['requirement']));
    const values = { ...DEFAULT_FIELDS, ...fieldsOfPreset('strict', locked) };
    expect(presetIn(values, locked)).toBe('strict');
  });
});
