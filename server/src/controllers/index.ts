import audit from './audit';
import diagnostics from './diagnostics';
import enrollment from './enrollment';
import firstFactor from './first-factor';
import me from './me';
import passkey from './passkey';
import policy from './policy';
import transactions from './transactions';
import users from './users';

export { shapesOf } from './action';

export default {
  audit,
  diagnostics,
  enrollment,
  'first-factor': firstFactor,
  me,
  passkey,
  policy,
  transactions,
  users,
};
