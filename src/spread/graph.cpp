// SPDX-License-Identifier: MIT
#include "spread/graph.hpp"

#include "spread/petsc.hpp"

namespace fokker {

struct Graph::Parts {
  PetscSF sf = nullptr;
  MPI_Datatype run = MPI_DATATYPE_NULL;
  Eigen::Index leaves = 0;

  ~Parts() {
    PetscSFDestroy(&sf);
    if (run != MPI_DATATYPE_NULL) MPI_Type_free(&run);
  }
};

Graph::Graph(Eigen::Index own_roots, Eigen::Index leaves, const std::function<Root(Eigen::Index leaf)>& root_of,
             Eigen::Index run)
    : parts_(std::make_unique<Parts>()) {
  parts_->leaves = leaves;
  MPI_Type_contiguous(static_cast<int>(run), MPI_DOUBLE, &parts_->run);
  MPI_Type_commit(&parts_->run);
  PetscSFNode* roots = nullptr;
  require_petsc(PetscMalloc1(static_cast<std::size_t>(leaves), &roots), "graph of an exchange");
  for (Eigen::Index leaf = 0; leaf < leaves; ++leaf) {
    const Root root = root_of(leaf);
    roots[leaf] = {root.rank, static_cast<PetscInt>(root.number)};
  }
  require_petsc(PetscSFCreate(PETSC_COMM_WORLD, &parts_->sf), "PetscSFCreate");
  require_petsc(PetscSFSetFromOptions(parts_->sf), "PetscSFSetFromOptions");
  require_petsc(PetscSFSetGraph(parts_->sf, static_cast<PetscInt>(own_roots), static_cast<PetscInt>(leaves), nullptr,
                                PETSC_OWN_POINTER, roots, PETSC_OWN_POINTER),
                "PetscSFSetGraph");
  require_petsc(PetscSFSetUp(parts_->sf), "PetscSFSetUp");
}

Graph::Graph(const Graph& from, const Graph& to) : parts_(std::make_unique<Parts>()) {
  PetscSF back = nullptr;
  parts_->leaves = to.parts_->leaves;
  MPI_Type_dup(to.parts_->run, &parts_->run);
  require_petsc(PetscSFCreateInverseSF(from.parts_->sf, &back), "PetscSFCreateInverseSF");
  require_petsc(PetscSFCompose(back, to.parts_->sf, &parts_->sf), "PetscSFCompose");
  require_petsc(PetscSFDestroy(&back), "PetscSFDestroy");
  require_petsc(PetscSFSetUp(parts_->sf), "PetscSFSetUp");
}

Graph::Graph(Graph&&) noexcept = default;
Graph::~Graph() = default;

void Graph::to_leaves(const double* roots, double* leaves) const {
  require_petsc(PetscSFBcastBegin(parts_->sf, parts_->run, roots, leaves, MPI_REPLACE), "to leaves");
  require_petsc(PetscSFBcastEnd(parts_->sf, parts_->run, roots, leaves, MPI_REPLACE), "to leaves");
}

void Graph::to_roots(const double* leaves, double* roots) const {
  require_petsc(PetscSFReduceBegin(parts_->sf, parts_->run, leaves, roots, MPI_REPLACE), "to roots");
  require_petsc(PetscSFReduceEnd(parts_->sf, parts_->run, leaves, roots, MPI_REPLACE), "to roots");
}

double Graph::bytes() const {
  return static_cast<double>(parts_->leaves) * static_cast<double>(sizeof(PetscSFNode) + sizeof(PetscInt));
}

}  // namespace fokker
