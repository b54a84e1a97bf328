import enrollment from './enrollment';
import me from './me';
import transactions from './transactions';

export default { enrollment, me, transactions };
