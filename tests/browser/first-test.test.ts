/** A test to copy: one host with its panel, one browser, one person. CONTRIBUTING.md links here. */
import { personWithTotp } from '../support';
import { askedAtLogin, codeField, isIn, setStage, type Stage } from './panel';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.close());

describe('your first test in a browser', () => {
  it('lets somebody in who types the code of the app [A37]', async () => {
    const { person, app } = await personWithTotp(stage.host);
    const page = await stage.open();
    await askedAtLogin(stage, page, person);
    await codeField(page).fill(app.code());
    await isIn(page);
  });
});
