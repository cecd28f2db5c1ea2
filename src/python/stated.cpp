// SPDX-License-Identifier: MIT
#include "python/stated.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "fokker/core/error.hpp"
#include "fokker/process/ito.hpp"

namespace fokker::python {
namespace {

/// Up to so many particles one thread moves them all, so that all calls come from it.
constexpr std::size_t most_of_one_thread = std::size_t{1} << 20;

std::vector<py::ssize_t> shape_of(const Grid& grid) {
  std::vector<py::ssize_t> shape;
  for (const Axis& axis : grid.axes()) shape.push_back(axis.cells());
  return shape;
}

using Shared = std::shared_ptr<Batches>;
using Shape = std::vector<py::ssize_t>;

Coefficient coefficient(const Shared& batches) {
  return [batches](double t, const PointsIn& x, PointsOut values) { batches->evaluate(t, x, values); };
}

/// The functions of a problem on their way into it; problems read again with other settings get them, too.
class Attached : public std::enable_shared_from_this<Attached> {
 public:
  explicit Attached(std::shared_ptr<const Functions> functions) : functions_(std::move(functions)) {}

  bool any() const {
    return has_process() || !functions_->scores.empty() || !functions_->alphas.empty() ||
           !functions_->initial.is_none() || !functions_->metrics.empty();
  }

  Catalogue catalogue() {
    Catalogue added;
    for (const auto& [name, function] : functions_->metrics) added.metrics.push_back(metric(name, function));
    if (!has_process()) return added;
    ProcessKind kind;
    kind.name = "ito";
    kind.equation = "dx = drift(x, t) dt + noise(x, t) dw";
    kind.parameters = {{.key = "prior", .type = ParameterType::law, .meaning = "law approached for large times"}};
    kind.prior = "as given";
    kind.source = "Python functions";
    kind.make = [self = shared_from_this()](const Parameters& parameters) { return self->process(parameters); };
    added.processes.push_back(std::move(kind));
    return added;
  }

  /// Puts the scores into their reversals, and lets all batches know where edges will ask.
  void attach(Problem& problem) {
    const int d = problem.process.dimension;
    if (!functions_->initial.is_none()) problem.initial = initial(problem.grid);
    std::vector<Shared> all = process_;
    for (Reversal& reversal : problem.reversals) {
      set_alpha(problem.time.end, reversal);
      const auto score = functions_->scores.find(reversal.name);
      if (score == functions_->scores.end()) continue;
      reversal.parameterization = parameterization_of(reversal.name);
      const bool energy = reversal.parameterization == Parameterization::energy;
      all.push_back(make(fmt::format("score of '{}'", reversal.name), score->second, energy ? Shape{} : Shape{d}));
      reversal.score = ScoreSource::given;
      reversal.given.emplace();
      reversal.given->dimension = d;
      reversal.given->at = all.back()->field();
      reversal.given->few_calls = true;
    }
    for (const Shared& batches : all) batches->expect(problem.grid, problem.process.correlated);
    if (problem.particles && !all.empty())
      problem.particles->block = std::min((problem.particles->count + 7) / 8 * 8, most_of_one_thread);
    problem.text.clear();  // it does not hold the functions
  }

 private:
  bool has_process() const { return !functions_->drift.is_none(); }

  Parameterization parameterization_of(const std::string& reversal) const {
    const auto found = functions_->parameterizations.find(reversal);
    if (found == functions_->parameterizations.end()) return Parameterization::score;
    if (const auto known = from_name<Parameterization>(found->second)) return *known;
    std::vector<std::string> names;
    for (const auto& [value, name] : EnumNames<Parameterization>::all) names.emplace_back(name);
    throw Error(Fault::problem, Diagnostic{{},
                                           "reverse." + reversal + ".parameterization",
                                           fmt::format("'{}'", found->second),
                                           fmt::format("{}", fmt::join(names, ", ")),
                                           {}});
  }

  static MetricEntry metric(const std::string& name, const py::object& function) {
    const py::gil_scoped_acquire lock;
    MetricEntry entry;
    entry.name = name;
    entry.long_name = entry.title = entry.meaning = entry.sentence = name;
    entry.densities = [f = held(function)](const Grid& grid, const Array& first, const Array& second) {
      const py::gil_scoped_acquire own;
      const auto shape = shape_of(grid);
      return metric_number((*f)(owning(first, shape), owning(second, shape)).cast<double>());
    };
    return entry;
  }

  Law initial(const Grid& grid) const {
    const int d = grid.dimension();
    const py::gil_scoped_acquire lock;
    if (PyCallable_Check(functions_->initial.ptr()) == 0)
      return {d, piecewise_constant(grid, cells_from(Numbers(functions_->initial), shape_of(grid), "initial"))};
    return density_law(d, [density = std::make_shared<const Callback>("density", functions_->initial, Shape{})](
                              const PointsIn& x, ArrayOut values) {
      Points column(x.rows(), 1);
      (*density)(0, std::make_shared<const Points>(x), column);
      values = column.col(0);
    });
  }

  void set_alpha(double end, Reversal& reversal) const {
    const auto alpha = functions_->alphas.find(reversal.name);
    if (alpha == functions_->alphas.end()) return;
    const py::gil_scoped_acquire lock;
    reversal.alpha_in_time = [function = held(alpha->second)](double t) {
      const py::gil_scoped_acquire own;
      return (*function)(t).cast<double>();
    };
    reversal.alpha = reversal.alpha_in_time(end);
  }

  static Shared make(const std::string& name, const py::object& function, const std::vector<py::ssize_t>& shape) {
    const py::gil_scoped_acquire lock;
    return std::make_shared<Batches>(name, function, shape);
  }

  /// G as numbers: one, one per axis, or a matrix.
  NoiseCoefficient constant_noise_of(const py::object& given) const {
    const py::gil_scoped_acquire lock;
    const Numbers numbers(given);
    if (numbers.ndim() == 0) return constant_noise(*numbers.data());
    const bool per_axis = numbers.ndim() == 1;
    const Numbers matrix = per_axis ? Numbers(numbers.attr("reshape")(-1, 1)) : numbers;
    return constant_noise(points_from(matrix, per_axis ? 1 : static_cast<int>(numbers.shape(1)), "noise").matrix());
  }

  NoiseCoefficient noise(int d) {
    if (PyCallable_Check(functions_->noise.ptr()) == 0) return constant_noise_of(functions_->noise);
    const int m = functions_->noise_columns;
    const Shared G = make("noise", functions_->noise, m > 0 ? Shape{d, m} : Shape{d});
    process_.push_back(G);
    NoiseCoefficient result = m > 0 ? matrix_noise(m, coefficient(G)) : axis_noise(coefficient(G));
    if (functions_->divergence.is_none()) return result;
    process_.push_back(make("divergence", functions_->divergence, {d}));
    result.divergence = coefficient(process_.back());
    return result;
  }

  Process process(const Parameters& parameters) {
    const int d = parameters.dimension();
    process_.clear();
    const NoiseCoefficient G = noise(d);
    const Shared drift = make("drift", functions_->drift, {d});
    Process result = ito_process(d, coefficient(drift), G);
    result.few_calls = true;
    for (const Shared& other : process_) result.diffusion = other->preparing(std::move(result.diffusion));
    result.drift = drift->preparing(std::move(result.drift));
    result.divergence_drift = drift->preparing(std::move(result.divergence_drift));
    process_.push_back(drift);
    if (functions_->time_independent) result.modulation.emplace();
    if (parameters.has("prior")) result.prior = [law = parameters.get<Law>("prior")](double) { return law; };
    return result;
  }

  std::shared_ptr<const Functions> functions_;
  std::vector<Shared> process_;  ///< of the process made last
};

/// A copy that any thread may drop.
std::shared_ptr<const Functions> kept(const Functions& functions) {
  const py::gil_scoped_acquire lock;
  return {new Functions(functions), [](const Functions* copy) {
            const py::gil_scoped_acquire own;
            delete copy;
          }};
}

}  // namespace

Stated::Stated(const Source& source, const Functions& functions) {
  const auto attached = std::make_shared<Attached>(kept(functions));
  ReadOptions data;
  data.trust = source.trust;
  ProblemFile file =
      parse_problem(source.text, source.name, source.folder, source.overrides, {data, attached->catalogue()});
  notes_ = file.notes;
  text_ = file.problem->text;
  if (!attached->any()) {
    problem_ = std::make_unique<const CheckedProblem>(std::move(file.problem));
    return;
  }
  Problem problem = file;
  attached->attach(problem);
  if (problem.target && problem.target->reread)
    problem.target->reread = [attached, reread = std::move(problem.target->reread)](const auto& settings) {
      Problem other = reread(settings);
      attached->attach(other);
      return other;
    };
  problem_ = std::make_unique<const CheckedProblem>(problem);
}

const GridProblem& Stated::moved() const {
  std::call_once(once_, [this] { moved_ = std::make_unique<const GridProblem>(on_grid(problem())); });
  return *moved_;
}

std::vector<py::ssize_t> Stated::shape() const { return shape_of(problem()->grid); }

}  // namespace fokker::python
